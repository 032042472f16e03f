/**
 * Errors as text for the terminal: the message, the advice and, on request, the stack.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import { printValue } from "../trace/print_value.ts";
import {
  bold,
  dim,
  type Insertion,
  lines,
  red,
  styled,
  type TerminalText,
} from "./terminal_text.ts";

/** The lines for standard error. */
export function errorText(
  error: unknown,
  options: { readonly isVerbose: boolean },
): TerminalText {
  const message = error instanceof Error ? error.message || error.name : thrownText(error);
  const texts: Insertion[] = [styled`${red(bold("error"))}: ${message}`];
  if (error instanceof OptoError && error.advice !== undefined) texts.push(`  ${error.advice}`);
  if (options.isVerbose) texts.push(dim(stackOf(error)));
  else if (!(error instanceof OptoError)) {
    texts.push(dim("  Add --verbose to see the stack trace."));
  }
  return lines(texts);
}

/** Causes that are shown; an error may be its own cause. */
const maxCauses = 8;

function stackOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return `  thrown: ${thrownText(error)}`;
  const own = error.stack ?? error.message;
  return error.cause === undefined || depth === maxCauses
    ? own
    : `${own}\ncaused by ${stackOf(error.cause, depth + 1)}`;
}

/** A thrown value that is no error: it may have no text. */
function thrownText(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return printValue(thrown, 200);
  }
}
