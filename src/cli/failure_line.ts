/**
 * The line of `--json` for a failure that no display has told.
 *
 * @module
 */

/** Failures of runs, which their displays told. */
export const toldFailures: Pick<Set<unknown>, "add" | "has"> = new Set();

/** Commands that print events, of which the last is `finished`. */
const commands: ReadonlySet<string | undefined> = new Set(["optimize", "resume"]);

/** The last event of a run that did not begin, as a line; undefined where none is asked for or it was told. */
export async function failureLine(
  args: readonly string[],
  error: unknown,
): Promise<string | undefined> {
  if (!commands.has(args[0]) || !args.includes("--json") || toldFailures.has(error)) return;
  const { failedEvent } = await import("../run/finished_event.ts");
  return `${JSON.stringify(failedEvent(error, ""))}\n`;
}
