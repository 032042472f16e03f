/**
 * Which values are better read where they are used than in a list of their own.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { nodeValueText } from "./value_text.ts";

/** Longer texts stand in the list. */
const maxLength = 20;

/** The texts of short values that went into one step only and have no description, by place: the constants of a program. */
export function inlineValues(
  { nodes }: TraceData,
  outputs: readonly number[],
): ReadonlyMap<number, string> {
  const timesUsed = new Map<number, number>();
  const count = (place: number, times: number) =>
    timesUsed.set(place, (timesUsed.get(place) ?? 0) + times);
  for (const { inputs, uses = [] } of nodes) {
    for (const { node } of inputs) count(node, 1);
    for (const place of uses) count(place, 2); // what was not given by name is shown by name
  }
  for (const place of outputs) count(place, 2);
  const texts = new Map<number, string>();
  for (const [place, { kind, value, description }] of nodes.entries()) {
    if (kind !== "value" || description !== undefined || timesUsed.get(place) !== 1) continue;
    const text = nodeValueText(value, maxLength + 1);
    if (text.length <= maxLength && !text.includes("\n")) texts.set(place, text);
  }
  return texts;
}
