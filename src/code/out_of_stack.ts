/**
 * Tells a text that is nested too deeply from other failures of those who read it.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { placeAt } from "./text_place.ts";

/** Whether a recursive reader came to the end of its stack; acorn says so in its own words. */
export function isOutOfStack(error: unknown): boolean {
  return error instanceof RangeError ||
    (error instanceof SyntaxError && error.message.startsWith("Not enough stack space"));
}

/** What is said against such a text. */
export function tooDeep(source: string): Diagnostic {
  return {
    stage: "syntax",
    message: "Cannot read source that is nested so deeply",
    ...placeAt(source, 0),
  };
}
