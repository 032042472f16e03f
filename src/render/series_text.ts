/**
 * Writes the values of a repeated step in one line: `act0 to act22: [0, 0]; [0, 1]; …`, or as changes of the one before:
 * `fire0 to fire22: board0 with [0][0] = "O"; [0][1] = "X"; …`.
 *
 * @module
 */
import type { NodeData, ValueData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { equalValues } from "../trace/equal_values.ts";
import { nameRanges } from "./name_ranges.ts";
import { valueChange } from "./value_change.ts";
import { dataText } from "./value_text.ts";

/** Maximum characters of one value, and of one change. */
const maxItem = 80;
const maxChange = 80;

/** Share of the values that may be left out because they are long. */
const maxLeftOut = 0.2;

/** Equal values in a row from this number on are counted. */
const leastEqual = 3;

/** The values of a repeated step. */
export interface Series {
  /** The names of the nodes, in brief. */
  readonly names: string;
  /** The texts of their values; equal ones in a row are counted. */
  readonly items: readonly string[];
}

/**
 * The values as a series; null where most of them are long, or all are the same long one.
 *
 * @param base the value that the first may be written as a change of
 */
export function seriesOf(
  nodes: readonly NodeData[],
  base: NodeData | undefined,
): Series | null {
  const items = nodes.map((node, at) => itemText(node, at === 0 ? base : nodes[at - 1], at === 0));
  const leftOut = items.filter((item) => item === "…").length;
  const isUniform = items.slice(1).every((item) => item === same);
  if (items[0] === "…" || isUniform || leftOut > items.length * maxLeftOut) return null;
  return { names: nameRanges(nodes.map(({ name }) => name)), items: counted(items) };
}

/** A series as one line of at most `limit` characters; the values in the middle give way. */
export function seriesText({ names, items }: Series, limit: number): string {
  return `${names}: ${within(items, limit).join("; ")}`;
}

const same = "the same";

function itemText(
  { value }: NodeData,
  before: NodeData | undefined,
  isFirst: boolean,
): string {
  const text = dataText(value, maxItem + 1);
  if (text.length <= maxItem && !text.includes("\n")) return text;
  if (before === undefined) return "…";
  const change = changeOf(before.value, value, maxChange);
  if (change === null) return "…";
  if (change === "") return isFirst ? before.name : same;
  return isFirst ? `${before.name} ${change}` : change.replace(/^with /, "");
}

/** Values of a graph do not change, and the graph is written several times until it fits. */
const known = new WeakMap<ValueData, WeakMap<ValueData, string | null>>();

/** The change from one value to another in at most `maxLength` characters, null if it is larger; empty for equal values. */
export function changeOf(before: ValueData, after: ValueData, maxLength: number): string | null {
  if (before.kind !== "exact" || after.kind !== "exact") return null;
  const texts = known.get(after) ?? new WeakMap<ValueData, string | null>();
  known.set(after, texts);
  let text = texts.get(before);
  if (text === undefined) {
    const [old, current] = [decodeValue(before), decodeValue(after)];
    text = equalValues(old, current) ? "" : valueChange(old, current, maxKnown);
    texts.set(before, text);
  }
  return text !== null && text.length <= maxLength ? text : null;
}

/** Maximum characters of any change. */
const maxKnown = 400;

/** The items, those that repeat in a row with their number. */
function counted(items: readonly string[]): readonly string[] {
  const rows: string[] = [];
  for (let start = 0; start < items.length;) {
    let end = start + 1;
    while (items[end] === items[start]) end++;
    const row = items.slice(start, end);
    const canCount = row.length >= leastEqual && !row[0]!.includes(" = "); // not empty
    rows.push(...(canCount ? [`${row[0]} (${row.length} times)`] : row));
    start = end;
  }
  return rows;
}

/** The items whose text fits, without those in the middle. */
function within(items: readonly string[], limit: number): readonly string[] {
  let room = limit;
  let [head, tail] = [0, items.length];
  while (head < tail) {
    const isHead = head <= items.length - tail;
    const item = items[isHead ? head : tail - 1]!; // within the list
    room -= item.length + 2;
    if (room < 0) break;
    if (isHead) head++;
    else tail--;
  }
  return head === tail
    ? items
    : [...items.slice(0, head), `… ${tail - head} more …`, ...items.slice(tail)];
}
