/**
 * The kind of a value that is not what was needed, as text.
 *
 * @module
 */
import { isPromise } from "../trace/is_promise.ts";

/** `nothing`, `null`, `a Promise`, `a list`, `an empty text`, `a Game`, `a number`, … */
export function typeName(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty text";
  if (typeof value === "string") return "a text";
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isPromise(value)) return "a Promise";
  if (Array.isArray(value)) return "a list";
  const { constructor } = value;
  return typeof constructor === "function" && constructor !== Object && constructor.name !== ""
    ? `a ${constructor.name}`
    : "an object";
}
