/**
 * Whatever was thrown, as text.
 *
 * @module
 */
import { clip, print } from "./print.ts";
import { isError, quote } from "./primordials.ts";

const maxMessageChars = 4_000;
const maxStackChars = 8_000;

/**
 * Describes what candidate code threw.
 *
 * @returns JSON text of `{ name, message, stack }`; the stack is V8's, unless the candidate made up its own
 */
export function describeThrown(thrown: unknown): string {
  let isOrdinary = false;
  try {
    isOrdinary = isError(thrown);
  } catch { /* a revoked proxy is no error */ }
  if (!isOrdinary) return fields("Thrown", print(thrown, maxMessageChars), "");
  return fields(
    textOf(thrown, "name") ?? "Error",
    textOf(thrown, "message") ?? "",
    textOf(thrown, "stack") ?? "",
  );
}

/**
 * Describes a failure that no candidate threw.
 *
 * @returns JSON text of `{ name, message, stack }`
 */
export function describeFailure(name: string, message: string): string {
  return fields(name, message, "");
}

function textOf(error: unknown, key: "name" | "message" | "stack"): string | undefined {
  try {
    const text = (error as Error)[key];
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined; // its getter threw
  }
}

function fields(name: string, message: string, stack: string): string {
  return `{"name":${quote(clip(name, 200))},"message":${quote(clip(message, maxMessageChars))},` +
    `"stack":${quote(clip(stack, maxStackChars))}}`;
}
