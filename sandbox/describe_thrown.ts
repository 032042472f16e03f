/**
 * Describes any thrown value as JSON text.
 *
 * @module
 */
import { replyLimits } from "./limits.ts";
import { clip, print } from "./print.ts";
import { isError, quote } from "./primordials.ts";

const { maxErrorNameChars, maxErrorMessageChars, maxErrorStackChars } = replyLimits;

/**
 * Describes a value thrown by candidate code.
 *
 * @returns JSON text of `{ name, message, stack }`; the stack is V8's unless the candidate replaced it
 */
export function describeThrown(thrown: unknown): string {
  let isOrdinary = false;
  try {
    isOrdinary = isError(thrown);
  } catch { /* a revoked proxy is no error */ }
  if (!isOrdinary) return fields("Thrown", print(thrown, maxErrorMessageChars), "");
  return fields(
    textOf(thrown, "name") ?? "Error",
    textOf(thrown, "message") ?? "",
    textOf(thrown, "stack") ?? "",
  );
}

/**
 * Describes a failure that is not from candidate code.
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
  return `{"name":${quote(clip(name, maxErrorNameChars))},"message":${
    quote(clip(message, maxErrorMessageChars))
  },` +
    `"stack":${quote(clip(stack, maxErrorStackChars))}}`;
}
