/**
 * Which steps of a graph matter most when not all of them can be shown: those nearest to an output or a parameter.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";

/**
 * The places of a graph's nodes that have an operator, nearest first: by the number of steps to a judged output or from a
 * parameter, whichever is less; the later step first among equals.
 */
export function stepsByNearness({ graph, outputs }: FeedbackGraph): readonly number[] {
  const { nodes } = graph;
  const after: number[][] = nodes.map(() => []);
  for (const [place, node] of nodes.entries()) {
    for (const input of node.inputs) after[input.node]?.push(place);
  }
  const toOutput = distances(
    nodes.length,
    outputs.map(({ node }) => node),
    (place) => nodes[place]?.inputs.map(({ node }) => node) ?? [],
  );
  const parameters = nodes.flatMap(({ kind }, place) => kind === "parameter" ? [place] : []);
  const fromParameter = distances(nodes.length, parameters, (place) => after[place] ?? []);
  const nearness = (place: number) =>
    Math.min(toOutput[place] ?? Infinity, fromParameter[place] ?? Infinity);
  return nodes.flatMap(({ operator }, place) => operator === undefined ? [] : [place])
    .sort((a, b) => nearness(a) - nearness(b) || b - a);
}

/** Steps from the nearest of `starts` to each place. */
function distances(
  size: number,
  starts: readonly number[],
  next: (place: number) => readonly number[],
): readonly number[] {
  const distance = new Array<number>(size).fill(Infinity);
  const queue = [...new Set(starts)];
  for (const start of queue) distance[start] = 0;
  for (const place of queue) {
    for (const other of next(place)) {
      if (distance[other] !== Infinity) continue;
      distance[other] = (distance[place] ?? 0) + 1;
      queue.push(other);
    }
  }
  return distance;
}
