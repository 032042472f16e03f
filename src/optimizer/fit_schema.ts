/**
 * Brings a suggested value closer to a JSON Schema, where there is one way to do so.
 *
 * @module
 */

import { isRecord } from "../record.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** Levels of a schema that are read. */
const maxDepth = 20;

/** Texts of numbers and booleans become such where the schema wants them; a choice may be in another case. */
export function fitSchema(value: unknown, schema: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > maxDepth) return value;
  const { type, items, properties } = schema;
  if (typeof value === "string") return fitText(value, schema);
  if (type === "array" && Array.isArray(value)) {
    return isRecord(items) ? value.map((item) => fitSchema(item, items, depth + 1)) : value;
  }
  if (type !== "object" || !isRecord(value) || !isRecord(properties)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      Object.hasOwn(properties, key) ? fitSchema(inner, properties[key], depth + 1) : inner,
    ]),
  );
}

function fitText(text: string, schema: JsonSchema): unknown {
  const { type } = schema;
  const choices = Array.isArray(schema.enum) ? schema.enum : [];
  if (type === "number" || type === "integer") {
    const isNumber = text.length <= 400 &&
      /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);
    return isNumber ? Number(text) : text;
  }
  if (type === "boolean") {
    const word = text.trim().toLowerCase();
    return word === "true" ? true : word === "false" ? false : text;
  }
  if (choices.length === 0 || choices.includes(text)) return text;
  const wanted = text.trim().toLowerCase();
  const alike = choices.filter((choice) =>
    typeof choice === "string" && choice.toLowerCase() === wanted
  );
  return alike.length === 1 ? alike[0] : text;
}
