/**
 * Chooses the values that are written inline, at their use.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { dataText } from "./value_text.ts";

/** Longer values are listed. */
const maxLength = 20;

const noPlaces: ReadonlySet<number> = new Set();

/**
 * The inline constants of a program, by place: short values without a description, used once by one step.
 *
 * @param options places of the nodes with feedback, and of others that keep their names
 */
export function inlineValues(
  { nodes }: TraceData,
  { outputs, named = noPlaces }: {
    readonly outputs: readonly number[];
    readonly named?: ReadonlySet<number>;
  },
): ReadonlyMap<number, string> {
  const timesUsed = new Map<number, number>();
  const count = (place: number, times: number) =>
    timesUsed.set(place, (timesUsed.get(place) ?? 0) + times);
  for (const { inputs, uses = [] } of nodes) {
    for (const { node } of inputs) count(node, 1);
    for (const place of uses) count(place, 2); // a hidden use needs the name
  }
  for (const place of outputs) count(place, 2);
  const texts = new Map<number, string>();
  for (const [place, { kind, value, description }] of nodes.entries()) {
    if (kind !== "value" || description !== undefined || timesUsed.get(place) !== 1) continue;
    if (named.has(place)) continue;
    const text = dataText(value, maxLength + 1);
    if (text.length <= maxLength && !text.includes("\n")) texts.set(place, text);
  }
  return texts;
}
