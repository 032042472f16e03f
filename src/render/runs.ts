/**
 * Splits a graph into its runs, and brings the worst run to the front.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { rearranged } from "./rearranged.ts";
import type { TraceData } from "../trace/data/graph_data.ts";

/** The places of the steps of each run, in graph order: steps are of one run when one uses the result of the other. */
export function runsOf({ nodes }: TraceData): readonly (readonly number[])[] {
  const parent = Int32Array.from(nodes.keys());
  const rootOf = (place: number): number => {
    let root = place;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!; // places of the graph
    return root;
  };
  const steps: number[] = [];
  for (const [place, { operator, inputs, uses }] of nodes.entries()) {
    if (operator === undefined) continue;
    steps.push(place);
    const join = (source: number) => {
      if (nodes[source]?.operator !== undefined) parent[rootOf(source)] = rootOf(place);
    };
    for (const { node } of inputs) join(node);
    uses?.forEach(join);
  }
  return [...Map.groupBy(steps, rootOf).values()];
}

/**
 * The same graph with its runs in the order of their lowest scores, and its outputs likewise; those without a score come last.
 * What a run takes comes right before it.
 *
 * @param options number of the run in this order that comes before all others @default 0
 */
export function worstFirst(
  { graph, outputs }: FeedbackGraph,
  { firstRun = 0 }: { readonly firstRun?: number } = {},
): FeedbackGraph {
  const lowest = new Map<number, number>();
  for (const { node, feedback: { score = Infinity } } of outputs) {
    lowest.set(node, Math.min(lowest.get(node) ?? Infinity, score));
  }
  const scored = runsOf(graph).map((steps) => ({
    steps,
    score: steps.reduce((least, place) => Math.min(least, lowest.get(place) ?? Infinity), Infinity),
  }));
  const sortedRuns = scored.toSorted((one, other) => ascending(one.score, other.score));
  const first = sortedRuns[firstRun % sortedRuns.length];
  const runs = [...sortedRuns].sort((one, other) =>
    Number(other === first) - Number(one === first)
  );
  const isFirst = new Set(first?.steps);
  const order: number[] = [];
  const isOrdered = new Uint8Array(graph.nodes.length);
  const add = (place: number) => {
    if (isOrdered[place] === 0) order.push(place);
    isOrdered[place] = 1;
  };
  for (const { steps } of runs) {
    for (const place of steps) {
      const { inputs, uses } = graph.nodes[place]!; // a place of the graph
      for (const { node } of inputs) add(node);
      uses?.forEach(add);
      add(place);
    }
  }
  for (const place of graph.nodes.keys()) add(place); // values that no step takes
  const sorted = outputs.toSorted((one, other) =>
    ascending(one.feedback.score ?? Infinity, other.feedback.score ?? Infinity)
  );
  if (firstRun > 0) {
    sorted.sort((one, other) => Number(isFirst.has(other.node)) - Number(isFirst.has(one.node)));
  }
  return rearranged({ graph, outputs: sorted }, order);
}

/** Orders numbers, infinite ones too. */
export function ascending(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
