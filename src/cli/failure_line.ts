/**
 * The line of `--json` for a failure that no display has told.
 *
 * @module
 */

/** Failures of runs, which their displays told. */
export const toldFailures: Pick<Set<unknown>, "add" | "has"> = new Set();

/** The last line of each command that ends with one. */
const lastLines: Readonly<Record<string, (error: unknown) => Promise<object>>> = {
  optimize: failedRun,
  resume: failedRun,
  eval: async (error) => (await import("../run/split_score.ts")).failedScore(error),
};

/** The last line of a command that failed early; undefined where none is asked for or it was told. */
export async function failureLine(
  args: readonly string[],
  error: unknown,
): Promise<string | undefined> {
  const [command = ""] = args;
  const last = Object.hasOwn(lastLines, command) ? lastLines[command] : undefined;
  if (last === undefined || !args.includes("--json") || toldFailures.has(error)) return;
  return `${JSON.stringify(await last(error))}\n`;
}

async function failedRun(error: unknown): Promise<object> {
  return (await import("../run/finished_event.ts")).failedEvent(error, "");
}
