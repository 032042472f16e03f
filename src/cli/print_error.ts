/**
 * How an error is told to a person: what happened and what to do; the stack only when asked for.
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
    lines.push(dim("  Add --verbose to see where it comes from."));
  }
  return `${lines.join("\n")}\n`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `  thrown: ${String(error)}`;
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
