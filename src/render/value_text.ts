/**
 * Writes values as TypeScript: multi-line strings as templates, tables by rows.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { ValueData } from "../trace/data/graph_data.ts";
import { ValuePreview } from "../../sandbox/value/value_preview.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { printValue } from "../trace/print_value.ts";

/** Arrays with longer text are split into lines of about this length. */
const lineLength = 100;

/** Tables with longer text are split by rows. */
const tableLength = 40;

/**
 * A value as TypeScript in about `limit` characters; a cut is marked `…`.
 *
 * @param limit maximum characters @default Infinity
 */
export function valueText(value: unknown, limit = Infinity): string {
  if (value instanceof ValuePreview) return shortText(value.text, limit);
  if (typeof value === "string" && value.includes("\n")) return templateText(value, limit);
  const line = printValue(value, limit);
  return Array.isArray(value) ? arrayText(value, line, limit) : line;
}

/** Cache by value and limit: a graph is written several times until it fits. */
const known = new WeakMap<ValueData, Map<number, string>>();

/**
 * The value of a node as TypeScript, like `valueText`.
 *
 * @param limit maximum characters @default Infinity
 */
export function dataText(data: ValueData, limit = Infinity): string {
  const texts = known.get(data) ?? new Map<number, string>();
  known.set(data, texts);
  const text = texts.get(limit) ?? valueText(decodeValue(data), limit);
  texts.set(limit, text);
  return text;
}

/** @param line the array on one line */
function arrayText(array: readonly unknown[], line: string, limit: number): string {
  const isWide = isTable(array);
  if (line.length <= (isWide ? tableLength : lineLength)) return line;
  const items: string[] = [];
  let room = limit;
  for (const item of array) {
    if (room <= 0) break;
    const text = `${printValue(item, room)},`;
    items.push(text);
    room -= text.length + 1;
  }
  if (items.length < array.length) items.push(`… ${array.length - items.length} more`);
  const lines = isWide ? items : packed(items);
  return `[\n${lines.map((text) => `  ${text}`).join("\n")}\n]`;
}

/** Whether an array has rows of equal length, at least two by three. */
function isTable(array: readonly unknown[]): boolean {
  const [first] = array;
  if (array.length < 2 || !Array.isArray(first) || first.length < 3) return false;
  return array.every((row) => Array.isArray(row) && row.length === first.length);
}

/** Splits items into lines, as many on each line as fit. */
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
  const shown = shortText(value, limit);
  // In a template literal a raw carriage return would become a line feed.
  return `\`${shown.replace(/\\|`|\$\{/g, "\\$&").replaceAll("\r", "\\r")}\``;
}
