/**
 * Errors as text for the terminal: the message, the advice and, on request, the stack.
 *
 * @module
 */
import { bold, dim, red } from "@std/fmt/colors";
import { OptoError } from "../errors.ts";

/** The lines for standard error. */
export function errorText(error: unknown, options: { readonly isVerbose: boolean }): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const lines = [`${red(bold("error"))}: ${message}`];
  if (error instanceof OptoError && error.advice !== undefined) lines.push(`  ${error.advice}`);
  if (options.isVerbose) lines.push(dim(stackOf(error)));
  else if (!(error instanceof OptoError)) {
    lines.push(dim("  Add --verbose to see the stack trace."));
  }
  return `${lines.join("\n")}\n`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `  thrown: ${String(error)}`;
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
