/**
 * The kind of an object, which determines its encoding.
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

/** The encoding of an object. */
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

/** The kinds of other objects, by their string tag: subclasses, and objects of another realm. */
const byTag: Readonly<Record<string, ObjectKind>> = {
  __proto__: null as never, // unknown names must find nothing
  "[object Map]": "map",
  "[object Set]": "set",
  "[object Date]": "date",
  "[object RegExp]": "regexp",
  "[object ArrayBuffer]": "buffer",
  "[object Object]": "record",
};

/**
 * The kind of an object, or the reason why it has none, as in `is a Promise`.
 *
 * @param isExact whether a class instance has no kind; otherwise it has the kind of its base class, or is a record
 * of its properties
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

/**
 * Whether the object has the internal slots of its kind. The kinds not listed are checked when their slots are
 * read.
 */
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
