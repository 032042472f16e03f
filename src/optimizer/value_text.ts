/**
 * Writes values as TypeScript that a model reads easily: texts of several lines as templates, rows under one another.
 *
 * @module
 */
import type { ValueData } from "../trace/graph_data.ts";
import { printValue } from "../trace/print_value.ts";
import { decodeValue } from "../trace/value_data.ts";

/** Longer values are laid out on several lines. */
const lineLength = 100;

/** Longer arrays of arrays are, too: a board is read by its rows. */
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
  const isTable = value.length > 1 && value.every(Array.isArray);
  if (line.length <= (isTable ? tableLength : lineLength)) return line;
  let room = limit;
  const rows: string[] = [];
  for (const item of value) {
    if (room <= 0) {
      rows.push(`  … ${value.length - rows.length} more`);
      break;
    }
    const row = printValue(item, Math.min(room, limit));
    room -= row.length + 4;
    rows.push(`  ${row},`);
  }
  return `[\n${rows.join("\n")}\n]`;
}

/** The value of a node of a graph, like `valueText`. */
export function nodeValueText(data: ValueData, limit = Infinity): string {
  if (data.kind === "exact") return valueText(decodeValue(data), limit);
  return data.text.length <= limit ? data.text : `${data.text.slice(0, Math.max(0, limit - 1))}…`;
}

function templateText(value: string, limit: number): string {
  const shown = value.length <= limit ? value : `${value.slice(0, limit)}…`;
  return `\`${shown.replace(/\\|`|\$\{/g, "\\$&")}\``;
}
