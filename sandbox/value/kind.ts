/**
 * The kind of an object, which says how it is written.
 *
 * @module
 */
import {
  errors,
  getPrototypeOf,
  hasOwn,
  isArray,
  isError,
  isView,
  MapConstructor,
  mapGet,
  mapSet,
  objectKeys,
  ObjectPrototype,
  prototypes,
  slice,
  tagOf,
  views,
} from "../primordials.ts";
import { isRegExpData } from "./reg_exp_data.ts";
import { isPreview } from "./value_preview.ts";

/** How an object is written. */
export type ObjectKind =
  | "record"
  | "bare"
  | "array"
  | "map"
  | "set"
  | "date"
  | "regexp"
  | "regexp data"
  | "buffer"
  | "view"
  | "error"
  | "preview";

/** The kinds of objects with a built-in prototype of this realm. */
const byPrototype = new MapConstructor<unknown, ObjectKind>();
mapSet(byPrototype, prototypes.Array, "array");
mapSet(byPrototype, prototypes.Map, "map");
mapSet(byPrototype, prototypes.Set, "set");
mapSet(byPrototype, prototypes.Date, "date");
mapSet(byPrototype, prototypes.RegExp, "regexp");
mapSet(byPrototype, prototypes.ArrayBuffer, "buffer");
for (const name of objectKeys(views)) mapSet(byPrototype, views[name]?.prototype, "view");
for (const name of objectKeys(errors)) mapSet(byPrototype, errors[name]?.prototype, "error");

/** The kinds of other objects, by the tag in their text: subclasses, and objects of another realm. */
const byTag: Readonly<Record<string, ObjectKind>> = {
  __proto__: null as never, // a name that is no own key finds nothing
  "[object Map]": "map",
  "[object Set]": "set",
  "[object Date]": "date",
  "[object RegExp]": "regexp",
  "[object ArrayBuffer]": "buffer",
  "[object Object]": "record",
};

/**
 * The kind of an object, or a text for a reason why it has none, as in `is a Promise`.
 *
 * @param isExact whether an object with a class of its own has no kind; otherwise it counts as what it extends, or as
 * the record of its properties
 */
export function kindOf(value: object, isExact: boolean): ObjectKind | { readonly not: string } {
  const prototype = getPrototypeOf(value);
  if (prototype === ObjectPrototype) return "record";
  if (prototype === null) return isExact ? "bare" : "record";
  if (isArray(value) && !isExact) return "array";
  const known = mapGet(byPrototype, prototype);
  if (known !== undefined && isGenuine(known, value)) return known;
  if (isPreview(value)) return "preview";
  if (isRegExpData(value)) return "regexp data";
  if (isExact) return { not: "is an instance of a class" };
  if (isView(value)) return "view";
  if (isError(value)) return "error";
  const tag = tagOf(value);
  return hasOwn(byTag, tag) ? byTag[tag] as ObjectKind : { not: `is a ${slice(tag, 8, -1)}` };
}

/** Whether it is more than an object with the prototype. The others are seen when their internal slots are read. */
function isGenuine(kind: ObjectKind, value: object): boolean {
  switch (kind) {
    case "array":
      return isArray(value);
    case "view":
      return isView(value);
    case "error":
      return isError(value);
    default:
      return true;
  }
}
