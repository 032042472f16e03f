/**
 * Prints any value in a few characters, without running code of a candidate: no getter, trap or method is called.
 *
 * @module
 */
import {
  errors,
  getPrototypeOf,
  hasOwn,
  isArray,
  isError,
  MapConstructor,
  mapForEach,
  mapGet,
  mapSet,
  mapSize,
  objectKeys,
  ownDescriptor,
  PromisePrototype,
  prototypes,
  quote,
  setForEach,
  setSize,
  slice,
  toText,
  views,
} from "./primordials.ts";
import { isProxy } from "./proxies.ts";

/** Maximum nesting depth; deeper values print as an ellipsis. */
const maxDepth = 3;

/** Maximum number of array items and record keys. */
const maxItems = 16;

/** Reads the private fields of an object; undefined when it has none. */
export type ReadPrivate = (object: object) => Readonly<Record<string, unknown>> | undefined;

/** How one value is printed. */
interface Printing {
  readonly maxChars: number;
  readonly readPrivate: ReadPrivate | undefined;
}

/** Maximum characters of a class name. */
const maxNameChars = 40;

/**
 * Prints a value.
 *
 * @param maxChars maximum length
 * @param readPrivate gives private fields, which nothing outside of their class can read @default none
 * @returns one line of JavaScript-like text
 */
export function print(value: unknown, maxChars: number, readPrivate?: ReadPrivate): string {
  return clip(printAt(value, { maxChars, readPrivate }, 0), maxChars);
}

/** Cuts text to a length; an ellipsis marks the cut. */
export function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : slice(text, 0, maxChars - 1) + "…";
}

function printAt(value: unknown, how: Printing, depth: number): string {
  switch (typeof value) {
    case "string":
      return quote(clip(value, how.maxChars));
    case "bigint":
      return toText(value) + "n";
    case "symbol":
      return "Symbol()";
    case "function":
      return isProxy(value) ? "Proxy" : "function";
    case "object":
      if (value === null) return "null";
      try {
        return printObject(value, how, depth);
      } catch {
        return "<unprintable>"; // a full stack, or a proxy of another realm
      }
    default:
      return value === 0 && 1 / (value as number) < 0 ? "-0" : toText(value);
  }
}

function printObject(value: object, how: Printing, depth: number): string {
  if (isProxy(value)) return "Proxy";
  if (isError(value)) return headline(value);
  if (depth === maxDepth) return isArray(value) ? "[…]" : "{…}";
  if (isArray(value)) {
    return `[${printMembers(value.length, how, (at) => printProperty(value, at, how, depth))}]`;
  }
  const keys = objectKeys(value);
  const hidden = how.readPrivate?.(value);
  const hiddenKeys = hidden === undefined ? [] : objectKeys(hidden);
  const fields = printMembers(keys.length + hiddenKeys.length, how, (at) => {
    if (at < keys.length) return `${keys[at]}: ${printProperty(value, keys[at]!, how, depth)}`; // below their number
    const key = hiddenKeys[at - keys.length]!; // below both numbers
    return `${key}: ${printAt(hidden?.[key], how, depth + 1)}`;
  });
  const name = classNameOf(value);
  const text = fields === "" ? printEntries(value, name, how, depth) : fields;
  return (name === "" ? "" : `${name} `) + (text === "" ? "{}" : `{ ${text} }`);
}

/** Members with commas between them, as many as there is room for. */
function printMembers(
  count: number,
  { maxChars }: Printing,
  member: (at: number) => string,
): string {
  let text = "";
  for (let at = 0; at < count; at++) {
    if (at > 0) text += ", ";
    if (at === maxItems || text.length > maxChars) return text + "…";
    text += member(at);
  }
  return text;
}

/** The entries of a small Map or Set, the number of those of a larger one. */
function printEntries(value: object, name: string, how: Printing, depth: number): string {
  if (name !== "Map" && name !== "Set") return "";
  // An object of the class by its prototype alone has no size; the error is the caller's "<unprintable>".
  const size = name === "Map" ? mapSize(value) : setSize(value);
  if (size > maxItems) return `${size} entries`;
  let text = "";
  const add = (entry: string) => void (text += text === "" ? entry : `, ${entry}`);
  const inner = (item: unknown) => printAt(item, how, depth + 1);
  if (name === "Map") {
    mapForEach(
      value as Map<unknown, unknown>,
      (item, key) => add(`${inner(key)} => ${inner(item)}`),
    ); // has a map's size
  } else setForEach(value as Set<unknown>, (item) => add(inner(item))); // has a set's size
  return text;
}

function printProperty(value: object, key: PropertyKey, how: Printing, depth: number): string {
  const property = ownDescriptor(value, key);
  if (property === undefined) return "undefined"; // a hole
  return hasOwn(property, "value") ? printAt(property.value, how, depth + 1) : "<getter>";
}

/** Names of built-in classes by prototype. */
const classNames = new MapConstructor<unknown, string>();
for (const name of objectKeys(prototypes)) {
  mapSet(classNames, prototypes[name as keyof typeof prototypes], name); // as: its own keys
}
for (const name of objectKeys(views)) mapSet(classNames, views[name]?.prototype, name);
mapSet(classNames, PromisePrototype, "Promise");

/** Names of built-in errors by prototype. */
const errorNames = new MapConstructor<unknown, string>();
for (const name of objectKeys(errors)) mapSet(errorNames, errors[name]?.prototype, name);

/** The class of an object: a built-in one, or the name that a candidate gave to its own; empty for records. */
function classNameOf(value: object): string {
  let own = "";
  for (let at: object | null = value; at !== null && !isProxy(at); at = getPrototypeOf(at)) {
    const name = mapGet(classNames, at);
    if (name !== undefined) return name;
    if (own === "" && at !== value) own = givenName(at);
  }
  return own;
}

/** The name of the class with this prototype; read without getters and traps. */
function givenName(prototype: object): string {
  const constructor: unknown = ownDescriptor(prototype, "constructor")?.value;
  if (typeof constructor !== "function" || isProxy(constructor)) return "";
  const name: unknown = ownDescriptor(constructor, "name")?.value;
  return typeof name === "string" && name !== "Object" ? clip(name, maxNameChars) : "";
}

/** `Name: message` of an error. */
function headline(error: object): string {
  return `${inherited(error, "name") ?? "Error"}: ${inherited(error, "message") ?? ""}`;
}

/** A text of an error, its own or inherited, unless it is behind a getter. */
function inherited(error: object, key: "name" | "message"): string | undefined {
  for (let at: object | null = error; at !== null && !isProxy(at); at = getPrototypeOf(at)) {
    const builtIn = mapGet(errorNames, at);
    if (builtIn !== undefined) return key === "name" ? builtIn : "";
    const own = ownDescriptor(at, key);
    if (own === undefined) continue;
    return hasOwn(own, "value") && typeof own.value === "string" ? own.value : undefined;
  }
  return undefined;
}
