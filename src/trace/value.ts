/**
 * The kind of a value, as shown to a reader of the trace.
 *
 * @module
 */

/** The name of a value's kind: `number`, `array`, `record`, `map`; the class's name for instances. Never throws. */
export function valueKind(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  try {
    if (Array.isArray(value)) return "array";
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) return "record";
    const name: unknown = prototype.constructor?.name;
    if (name === "Map" || name === "Set" || name === "Object") {
      return name === "Object" ? "record" : name.toLowerCase();
    }
    return typeof name === "string" && name !== "" && name.length <= 100 ? name : "object";
  } catch {
    return "object"; // a hostile proxy
  }
}
