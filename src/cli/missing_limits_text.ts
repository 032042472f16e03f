/**
 * The warning about limits that this machine lacks.
 *
 * @module
 */
import type { ChildLimit } from "../code/child/enforcement.ts";
import { type TerminalText, yellow } from "./terminal_text.ts";

/** One line, or undefined if no limit is missing. */
export function missingLimitsText(missing: readonly ChildLimit[]): TerminalText | undefined {
  if (missing.length === 0) return undefined;
  const names = missing.map(({ limit }) => limit).join(", ");
  return yellow(
    `warning: this machine does not enforce some limits of child processes (${names}); ` +
      `the command doctor shows what stands in.`,
  );
}
