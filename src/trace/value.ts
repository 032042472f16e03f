/**
 * Names the kind of a value, for display.
 *
 * @module
 */
import { isRegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { isPreview } from "../../sandbox/value/value_preview.ts";

/** The kind of a value: `number`, `array`, `record`, `map`; the class name for instances. Never throws. */
export function valueKind(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  try {
    return objectKind(value);
  } catch {
    return "object"; // a hostile proxy
  }
}

function objectKind(value: object): string {
  if (Array.isArray(value)) return "array";
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return "record";
  if (isRegExpData(value)) return "RegExp";
  if (isPreview(value)) return value.type;
  const name: unknown = prototype.constructor?.name;
  if (name === "Object") return "record";
  if (name === "Map" || name === "Set") return name.toLowerCase();
  return typeof name === "string" && name !== "" && name.length <= 100 ? name : "object";
}
