/**
 * Views of a graph that fit a budget: the steps nearest to outputs and parameters stay, and what was left
 * out is marked.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { lastPlaces, sourcesOf } from "./graph_roles.ts";
import { type GraphView, ViewChoice, type ViewOptions } from "./view_choice.ts";

export type { GraphView, ViewOptions } from "./view_choice.ts";

/**
 * The view of a graph whose text costs at most `budget`.
 *
 * Parameters and outputs are always kept, whatever they cost. Other steps are kept in the order of their
 * distance to the nearest of these, together with the values they take, while the budget lasts. Time grows
 * with the number of edges.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { codeLines, viewGraph } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(1, { name: "w" });
 * let y = w.neg();
 * for (let i = 0; i < 1000; i++) y = y.neg();
 * const { graph } = viewGraph(toTraceData([y]), { budget: 120 });
 * assertEquals(codeLines(graph).slice(0, 2), ["neg0 = neg(x=w)", "neg1 = neg(x=neg0)"]);
 * ```
 */
export function viewGraph(graph: TraceData, options: ViewOptions): GraphView {
  const outputs = options.outputs ?? lastPlaces(graph);
  const choice = new ViewChoice(graph, options);
  const keepers = [...graph.nodes.keys()].filter((place) =>
    graph.nodes[place]?.kind === "parameter"
  );
  choice.keepAll([...new Set([...outputs, ...keepers])]);
  let refused = 0;
  for (const place of byDistance(graph, outputs, keepers)) {
    // Steps cost much the same, so when many in a row were too dear, the budget is spent.
    refused = choice.tryToKeep(place) ? 0 : refused + 1;
    if (refused === maxRefused) break;
  }
  return choice.view(outputs);
}

const maxRefused = 100;

/** All nodes, those nearest to an output or a parameter first; equally near ones in the order of the graph. */
function byDistance(
  graph: TraceData,
  outputs: readonly number[],
  parameters: readonly number[],
): number[] {
  const sources = graph.nodes.map(sourcesOf);
  const users: number[][] = graph.nodes.map(() => []);
  for (const [place, from] of sources.entries()) {
    for (const source of from) users[source]?.push(place);
  }
  const fromOutputs = distances(outputs, sources);
  const fromParameters = distances(parameters, users);
  const distance = (place: number) =>
    Math.min(fromOutputs[place] ?? Infinity, fromParameters[place] ?? Infinity);
  return [...graph.nodes.keys()].sort((a, b) => distance(a) - distance(b) || a - b);
}

/** Steps from the nearest of `starts`, by place; places that cannot be reached stay empty. */
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
      queue.push(next); // the loop goes on over what is added
    }
  }
  return found;
}
