/**
 * Chooses the steps of a graph that fit a cost limit.
 *
 * A step has no fixed cost: its line depends on inline values, shared values and gaps. So each choice is rendered
 * and its exact cost computed, and the largest one that fits is found by interpolation.
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

/** The search ends after this many consecutive steps that did not fit, */
const maxRefused = 8;

/** or when no more than this share of the limit is left: the next length is chosen to leave half of it. */
const negligible = 1 / 50;

/** Steps that are tried first. */
const firstLength = 32;

/** Lengths that are tried by interpolation; further ones are halved, so that the search ends soon in any case. */
const maxGuesses = 12;

/**
 * The view with as many steps as fit, nearest to an output or a parameter first, or but for a negligible rest. A step that
 * does not fit is skipped. Parameters and outputs are always shown, at any cost.
 *
 * The cost is computed a few times for all the steps that fit, and once for each step that did not.
 */
export function largestView(graph: TraceData, options: ViewLimit): GraphView {
  const { outputs, maxCost, cost } = options;
  const whole = wholeGraph(graph, outputs);
  const candidates = stepsByDistance(whole);
  const viewOf = (steps: readonly number[]): PricedView => {
    const view = partialGraph(whole, steps);
    return { view, cost: cost(view) };
  };
  const isFull = ({ cost }: PricedView) =>
    cost <= maxCost && maxCost - cost <= maxCost * negligible;
  let best = viewOf([]);
  let taken: readonly number[] = [];
  let refused = 0;
  for (let next = 0; next < candidates.length && refused < maxRefused && !isFull(best);) {
    const rest = candidates.slice(next);
    const found = longestPrefix(best, {
      most: rest.length,
      first: next === 0 ? firstLength : 1,
      maxCost,
      isFull,
      longer: (length) => viewOf([...taken, ...rest.slice(0, length)]),
    });
    best = found;
    taken = [...taken, ...rest.slice(0, found.length)];
    refused = found.length === 0 ? refused + 1 : 1;
    next += found.length + 1; // the step after the prefix did not fit
  }
  return best.view;
}

/** A view and its cost. */
interface PricedView {
  readonly view: GraphView;
  readonly cost: number;
}

/** A view with more steps. */
interface Prefix extends PricedView {
  /** The number of these steps. */
  readonly length: number;
}

/**
 * The longest prefix that fits, or one that leaves a negligible rest. Costs grow about in line with the length, so the next
 * length to try is where the line through two known ones meets the limit.
 */
function longestPrefix(start: PricedView, { most, first, maxCost, isFull, longer }: {
  readonly most: number;
  /** The length that is tried first. */
  readonly first: number;
  readonly maxCost: number;
  readonly isFull: (view: PricedView) => boolean;
  readonly longer: (length: number) => PricedView;
}): Prefix {
  let fitting: Prefix = { ...start, length: 0 };
  let known: Pick<Prefix, "length" | "cost"> = fitting; // another point of the line
  let tooLong = most + 1;
  for (let tries = 0; tooLong - fitting.length > 1 && !isFull(fitting); tries++) {
    const slope = (known.cost - fitting.cost) / (known.length - fitting.length);
    const guess = tries === 0
      ? first
      : tries < maxGuesses && slope > 0
      ? Math.floor(fitting.length + (maxCost * (1 - negligible / 2) - fitting.cost) / slope)
      : Math.floor((fitting.length + tooLong) / 2);
    const length = Math.min(Math.max(guess, fitting.length + 1), tooLong - 1);
    const tried = { ...longer(length), length };
    if (tried.cost <= maxCost) {
      if (tooLong > most) known = fitting;
      fitting = tried;
    } else {
      known = tried;
      tooLong = length;
    }
  }
  return fitting;
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
