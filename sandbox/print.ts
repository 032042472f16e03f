/**
 * Prints any value in a few characters, including values with throwing getters or traps.
 *
 * @module
 */
import { isArray, isError, objectKeys, quote, slice, tagOf, toText } from "./primordials.ts";

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
      return "function";
    case "object":
      if (value === null) return "null";
      try {
        return printObject(value, maxChars, depth);
      } catch {
        return "<unprintable>"; // a getter or trap threw
      }
    default:
      return value === 0 && 1 / (value as number) < 0 ? "-0" : toText(value);
  }
}

function printObject(value: object, maxChars: number, depth: number): string {
  if (isError(value)) return headline(value as Error);
  const isList = isArray(value);
  if (depth === maxDepth) return isList ? "[…]" : "{…}";
  const tag = slice(tagOf(value), 8, -1);
  const keys = isList ? undefined : objectKeys(value);
  const length = isList ? value.length : (keys as string[]).length; // set for all but lists
  let text = "";
  for (let index = 0; index < length; index++) {
    if (index > 0) text += ", ";
    if (index === maxItems || text.length > maxChars) {
      text += "…";
      break;
    }
    if (isList) {
      text += printAt(value[index], maxChars, depth + 1);
    } else {
      const key = (keys as string[])[index] as string; // below its length
      text += `${key}: ${printAt((value as Record<string, unknown>)[key], maxChars, depth + 1)}`;
    }
  }
  if (isList) return `[${text}]`;
  return (tag === "Object" ? "" : `${tag} `) + (text === "" ? "{}" : `{ ${text} }`);
}

/** `Name: message` of an error. */
function headline({ name, message }: Error): string {
  return `${typeof name === "string" ? name : "Error"}: ${
    typeof message === "string" ? message : ""
  }`;
}
