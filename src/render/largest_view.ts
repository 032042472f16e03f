/**
 * Chooses the steps of a graph that fit a cost limit.
 *
 * A step has no fixed cost: its line depends on inline values, shared values and gaps. So each choice is rendered
 * and its exact cost computed, and the largest one that fits is found by doubling and halving.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { type GraphView, partialGraph, type WholeGraph, wholeGraph } from "./partial_graph.ts";

/** The limit and the cost function. */
export interface ViewLimit {
  /** Places of the nodes with feedback, always shown. */
  readonly outputs: readonly number[];
  /** Maximum cost of a view. */
  readonly maxCost: number;
  /** The exact cost of a view. */
  readonly cost: (view: GraphView) => number;
}

/** The search ends after this many consecutive steps that did not fit. */
const maxRefused = 8;

/**
 * The view with as many steps as fit, nearest to an output or a parameter first. A step that does not fit is
 * skipped. Parameters and outputs are always shown, at any cost.
 *
 * The cost is computed about 2·log2(n) times for n shown steps, and once for each step that did not fit.
 */
export function largestView(graph: TraceData, options: ViewLimit): GraphView {
  const { outputs, maxCost, cost } = options;
  const whole = wholeGraph(graph, outputs);
  const candidates = stepsByDistance(whole);
  let view = partialGraph(whole, []);
  let taken: readonly number[] = [];
  let refused = 0;
  for (let next = 0; next < candidates.length && refused < maxRefused;) {
    const start = next;
    const grow = (count: number): boolean => {
      const larger = [...taken, ...candidates.slice(start, start + count)];
      const tried = partialGraph(whole, larger);
      if (cost(tried) > maxCost) return false;
      view = tried;
      return true;
    };
    const count = longestPrefix(candidates.length - start, grow);
    taken = [...taken, ...candidates.slice(start, start + count)];
    refused = count === 0 ? refused + 1 : 1;
    next += count + 1; // the step after the prefix did not fit
  }
  return view;
}

/**
 * The largest length up to `most` that fits, found by doubling and halving. The last call of `fits` that returned
 * true is for the result.
 */
function longestPrefix(most: number, fits: (length: number) => boolean): number {
  let length = 0;
  let step = 1;
  while (length + step <= most && fits(length + step)) {
    length += step;
    step *= 2;
  }
  for (step /= 2; step >= 1; step /= 2) {
    if (length + step <= most && fits(length + step)) length += step;
  }
  return length;
}

/** All steps: outputs in the given order, then by distance to an output or a parameter. */
function stepsByDistance(
  { graph: { nodes }, outputs, parameters, sources }: WholeGraph,
): number[] {
  const users: number[][] = nodes.map(() => []);
  for (const [place, from] of sources.entries()) {
    for (const source of from) users[source]?.push(place);
  }
  const fromOutputs = distances(outputs, sources);
  const fromParameters = distances(parameters, users);
  const distance = (place: number) =>
    Math.min(fromOutputs[place] ?? Infinity, fromParameters[place] ?? Infinity);
  const others = [...nodes.keys()].sort((a, b) => distance(a) - distance(b) || a - b);
  return [...new Set([...outputs, ...others])]
    .filter((place) => nodes[place]?.operator !== undefined);
}

/** Distances from the nearest of `starts`, by place; unreachable places stay empty. */
function distances(
  starts: readonly number[],
  neighbours: readonly (readonly number[])[],
): number[] {
  const found: number[] = [];
  for (const start of starts) found[start] = 0;
  const queue = [...new Set(starts)];
  for (const place of queue) {
    for (const next of neighbours[place] ?? []) {
      if (found[next] !== undefined) continue;
      found[next] = (found[place] ?? 0) + 1;
      queue.push(next); // the loop includes items added meanwhile
    }
  }
  return found;
}
