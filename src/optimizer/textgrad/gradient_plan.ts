/**
 * Decides which nodes of a trace get a gradient of their own, and from which it follows.
 *
 * @module
 */
import type { FeedbackGraph } from "../../propagate/feedback.ts";
import { minimalSubgraph, sourcesOf } from "../../render/minimal_subgraph.ts";
import type { NodeData } from "../../trace/data/graph_data.ts";

/** One gradient: of a node, from what was said of the next nodes. */
export interface GradientStep {
  /** Place of the node. */
  readonly node: number;
  /** Places of the next nodes with feedback or a gradient of their own. */
  readonly next: readonly number[];
  /** The node, the next ones, the steps between, and what these take: places in graph order. */
  readonly places: readonly number[];
}

/**
 * The gradients to ask for, each after those it follows from: one for each parameter and each step from it to an output, so
 * that their number grows with nodes, not edges. Where they exceed the limit, gradients are left to some of the
 * steps, evenly spread, and go past the others.
 *
 * @param maxGradients maximum number, at least 1; parameters come first
 */
export function gradientPlan(
  { graph, outputs }: FeedbackGraph,
  maxGradients: number,
): readonly GradientStep[] {
  const { nodes } = graph;
  const judged = new Set(outputs.map(({ node }) => node));
  const isInside = minimalSubgraph(graph, [...judged]);
  const users = usersOf(nodes, isInside);
  const used = [...nodes.keys()].filter((place) => isInside[place] && users[place]!.length > 0); // a place of the graph
  const isParameter = (place: number) => nodes[place]?.kind === "parameter";
  const parameters = used.filter(isParameter).slice(0, maxGradients);
  const steps = used.filter((place) => !isParameter(place));
  const chosen = new Set([...parameters, ...spread(steps, maxGradients - parameters.length)]);
  return [...chosen].toSorted((one, other) => other - one).map((node) => {
    const { next, between } = reachedFrom(node, { users, judged, chosen });
    const shown = new Set([node, ...next, ...between]);
    for (const place of [...next, ...between]) {
      for (const source of sourcesOf(nodes[place]!)) shown.add(source); // a place of the graph
    }
    return { node, next, places: [...shown].toSorted((one, other) => one - other) };
  });
}

/** The places that use each place, among those inside. */
function usersOf(nodes: readonly NodeData[], isInside: readonly boolean[]): readonly number[][] {
  const users: number[][] = nodes.map(() => []);
  for (const [place, node] of nodes.entries()) {
    if (isInside[place] !== true) continue;
    for (const source of new Set(sourcesOf(node))) users[source]?.push(place);
  }
  return users;
}

/** So many items, evenly spread. */
function spread(items: readonly number[], count: number): readonly number[] {
  if (count <= 0) return [];
  const before = (at: number) => Math.floor(at * Math.min(count, items.length) / items.length);
  return items.filter((_, at) => before(at + 1) > before(at));
}

/** The next places with something said of them, and those on the way to them. */
function reachedFrom(
  start: number,
  { users, judged, chosen }: {
    readonly users: readonly number[][];
    readonly judged: ReadonlySet<number>;
    readonly chosen: ReadonlySet<number>;
  },
): { readonly next: readonly number[]; readonly between: readonly number[] } {
  const met = new Set([start]);
  const next: number[] = judged.has(start) ? [start] : [];
  const between: number[] = [];
  for (const place of met) { // a set is walked in the order of growth
    for (const user of place === start || !chosen.has(place) ? users[place]! : []) { // a place of the graph
      if (met.has(user)) continue;
      met.add(user);
      (judged.has(user) || chosen.has(user) ? next : between).push(user);
    }
  }
  return { next, between };
}
