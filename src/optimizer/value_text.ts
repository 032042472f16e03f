/**
 * Writes values as TypeScript that a model reads easily: texts of several lines as templates, tables by their rows.
 *
 * @module
 */
import type { ValueData } from "../trace/data/graph_data.ts";
import { printValue } from "../trace/print_value.ts";
import { decodeValue } from "../trace/data/value_data.ts";

/** Arrays that print longer than this are laid out on several lines, each about as long. */
const lineLength = 100;

/** Tables are, too, when they print longer than this: a board is read by its rows. */
const tableLength = 40;

/**
 * A value as TypeScript of at most about `limit` characters; a cut is marked `…`.
 *
 * @param limit characters @default Infinity
 */
export function valueText(value: unknown, limit = Infinity): string {
  if (typeof value === "string" && value.includes("\n")) return templateText(value, limit);
  const line = printValue(value, limit);
  if (!Array.isArray(value)) return line;
  const isWide = isTable(value);
  if (line.length <= (isWide ? tableLength : lineLength)) return line;
  const items: string[] = [];
  let room = limit;
  for (const item of value) {
    if (room <= 0) break;
    items.push(`${printValue(item, room)},`);
    room -= (items.at(-1)?.length ?? 0) + 1;
  }
  if (items.length < value.length) items.push(`… ${value.length - items.length} more`);
  const lines = isWide ? items : packed(items);
  return `[\n${lines.map((text) => `  ${text}`).join("\n")}\n]`;
}

/** Texts that were made before; a graph is written down several times until it fits. */
const known = new WeakMap<ValueData, Map<number, string>>();

/** The value of a node of a graph, like `valueText`. */
export function nodeValueText(data: ValueData, limit = Infinity): string {
  const texts = known.get(data) ?? new Map<number, string>();
  known.set(data, texts);
  const text = texts.get(limit) ?? writeValue(data, limit);
  texts.set(limit, text);
  return text;
}

function writeValue(data: ValueData, limit: number): string {
  if (data.kind === "exact") return valueText(decodeValue(data), limit);
  return data.text.length <= limit ? data.text : `${data.text.slice(0, Math.max(0, limit - 1))}…`;
}

/** Whether an array holds rows that stand well under one another. */
function isTable(value: readonly unknown[]): boolean {
  const [first] = value;
  if (value.length < 2 || !Array.isArray(first) || first.length < 3) return false;
  return value.every((row) => Array.isArray(row) && row.length === first.length);
}

/** As many items on each line as fit. */
function packed(items: readonly string[]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + item.length > lineLength) lines.push(item);
    else lines[lines.length - 1] = `${last} ${item}`;
  }
  return lines;
}

function templateText(value: string, limit: number): string {
  const shown = value.length <= limit ? value : `${value.slice(0, limit)}…`;
  return `\`${shown.replace(/\\|`|\$\{/g, "\\$&")}\``;
}
