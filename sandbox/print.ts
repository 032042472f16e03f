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
  mapGet,
  mapSet,
  objectKeys,
  ownDescriptor,
  PromisePrototype,
  prototypes,
  quote,
  slice,
  toText,
  views,
} from "./primordials.ts";
import { isProxy } from "./proxies.ts";

/** Maximum nesting depth; deeper values print as an ellipsis. */
const maxDepth = 3;

/** Maximum number of array items and record keys. */
const maxItems = 16;

/**
 * Prints a value.
 *
 * @param maxChars maximum length @returns one line of JavaScript-like text
 */
export function print(value: unknown, maxChars: number): string {
  return clip(printAt(value, maxChars, 0), maxChars);
}

/** Cuts text to a length; an ellipsis marks the cut. */
export function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : slice(text, 0, maxChars - 1) + "…";
}

function printAt(value: unknown, maxChars: number, depth: number): string {
  switch (typeof value) {
    case "string":
      return quote(clip(value, maxChars));
    case "bigint":
      return toText(value) + "n";
    case "symbol":
      return "Symbol()";
    case "function":
      return isProxy(value) ? "Proxy" : "function";
    case "object":
      if (value === null) return "null";
      try {
        return printObject(value, maxChars, depth);
      } catch {
        return "<unprintable>"; // a full stack, or a proxy of another realm
      }
    default:
      return value === 0 && 1 / (value as number) < 0 ? "-0" : toText(value);
  }
}

function printObject(value: object, maxChars: number, depth: number): string {
  if (isProxy(value)) return "Proxy";
  if (isError(value)) return headline(value);
  const isList = isArray(value);
  if (depth === maxDepth) return isList ? "[…]" : "{…}";
  const keys = isList ? undefined : objectKeys(value);
  const length = isList ? value.length : (keys as string[]).length; // set for all but lists
  let text = "";
  for (let index = 0; index < length; index++) {
    if (index > 0) text += ", ";
    if (index === maxItems || text.length > maxChars) {
      text += "…";
      break;
    }
    const key = isList ? index : (keys as string[])[index] as string; // below its length
    text += (isList ? "" : `${key}: `) + printProperty(value, key, maxChars, depth);
  }
  if (isList) return `[${text}]`;
  const name = classNameOf(value);
  return (name === "" ? "" : `${name} `) + (text === "" ? "{}" : `{ ${text} }`);
}

function printProperty(value: object, key: PropertyKey, maxChars: number, depth: number): string {
  const property = ownDescriptor(value, key);
  if (property === undefined) return "undefined"; // a hole
  return hasOwn(property, "value") ? printAt(property.value, maxChars, depth + 1) : "<getter>";
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

/** The built-in class of an object; empty for others. */
function classNameOf(value: object): string {
  for (let at: object | null = value; at !== null && !isProxy(at); at = getPrototypeOf(at)) {
    const name = mapGet(classNames, at);
    if (name !== undefined) return name;
  }
  return "";
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
