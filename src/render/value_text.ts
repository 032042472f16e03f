/**
 * Writes values as TypeScript: multi-line strings as templates, tables by rows.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { ValueData } from "../trace/data/graph_data.ts";
import { ValuePreview } from "../../sandbox/value/value_preview.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { type PrintOptions, printValue } from "../trace/print_value.ts";

/** Arrays with longer text are split into lines of about this length. */
const lineLength = 100;

/** Tables with longer text are split by rows. */
const tableLength = 40;

/** Share of the end in a long list or string that loses its middle. */
const tailShare = 0.25;

/**
 * A value as TypeScript in about `limit` characters, with brief numbers and rows; a cut in its middle is marked `…`.
 *
 * @param limit maximum characters @default Infinity
 */
export function valueText(value: unknown, limit = Infinity): string {
  return textOf(value, limit, { isBrief: true });
}

/** A value as TypeScript, whole and with all digits. */
export function exactText(value: unknown): string {
  return textOf(value, Infinity, { isBrief: false });
}

function textOf(value: unknown, limit: number, options: PrintOptions): string {
  if (value instanceof ValuePreview) return shortText(value.text, limit);
  if (typeof value === "string") return stringText(value, limit);
  const line = printValue(value, limit, options);
  return Array.isArray(value) ? arrayText(value, line, { limit, ...options }) : line;
}

/** Text of others with long decimal fractions, as floats print them, at six significant digits. */
export function briefNumbers(text: string): string {
  return text.replace(
    /(?<![\w.])\d+\.\d{10,}(?:e[+-]\d+)?(?![\w.])/g,
    (digits) => valueText(Number(digits)),
  );
}

/** Cache by value and limit: a graph is written several times until it fits. */
const known = new WeakMap<ValueData, Map<number, string>>();

/**
 * The value of a node as TypeScript, like `valueText`.
 *
 * @param limit maximum characters @default Infinity
 */
export function dataText(data: ValueData, limit = Infinity): string {
  if (data.kind === "exact" && typeof data.json === "number") return valueText(data.json, limit); // as cheap as the cache
  const texts = known.get(data) ?? new Map<number, string>();
  known.set(data, texts);
  const text = texts.get(limit) ?? valueText(decodeValue(data), limit);
  texts.set(limit, text);
  return text;
}

/** @param line the array on one line */
function arrayText(
  array: readonly unknown[],
  line: string,
  { limit, ...options }: PrintOptions & { readonly limit: number },
): string {
  const isWide = isTable(array);
  if (line.length <= (isWide ? tableLength : lineLength)) return line;
  const itemText = (item: unknown, room: number) => `${printValue(item, room, options)},`;
  const head: string[] = [];
  const tail: string[] = [];
  let room = limit;
  let tailRoom = line.length < limit ? 0 : Math.floor(limit * tailShare);
  room -= tailRoom;
  for (const item of array) {
    if (room <= 0) break;
    head.push(itemText(item, room));
    room -= head.at(-1)!.length + 1; // just pushed
  }
  for (let at = array.length - 1; at >= head.length && tailRoom > 0; at--) {
    const text = itemText(array[at], Infinity);
    tailRoom -= text.length + 1;
    if (tailRoom >= 0) tail.unshift(text);
  }
  const hidden = array.length - head.length - tail.length;
  const items = [...head, ...(hidden > 0 ? [`… ${hidden} more`] : []), ...tail];
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

/** A string literal, a template where it has several lines; a long one loses its middle. */
function stringText(value: string, limit: number): string {
  if (value.length <= limit - 2) return literalText(value);
  const tail = Math.floor(limit * tailShare);
  const head = Math.max(1, limit - tail - 2);
  const ends = [value.slice(0, head), ...(tail > 0 ? [value.slice(-tail)] : [])];
  const hidden = value.length - head - tail;
  return ends.map((end) => literalText(end.toWellFormed()))
    .join(` … ${hidden.toLocaleString("en-US")} more characters … `);
}

function literalText(value: string): string {
  if (!value.includes("\n")) return JSON.stringify(value);
  // In a template literal a raw carriage return would become a line feed.
  return `\`${value.replace(/\\|`|\$\{/g, "\\$&").replaceAll("\r", "\\r")}\``;
}
