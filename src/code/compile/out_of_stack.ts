/**
 * Recognizes parser failures on text that is nested too deeply.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { placeAt } from "../text_place.ts";

/** Whether a recursive parser ran out of stack; acorn has its own message for it. */
export function isOutOfStack(error: unknown): boolean {
  return error instanceof RangeError ||
    (error instanceof SyntaxError && error.message.startsWith("Not enough stack space"));
}

/** The diagnostic for such text. */
export function tooDeep(source: string): Diagnostic {
  return {
    stage: "syntax",
    message: "Cannot read source that is nested so deeply",
    ...placeAt(source, 0),
  };
}
