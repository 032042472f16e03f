/**
 * The log of a run's baseline, in the folder `baseline` of the run's directory.
 *
 * @module
 */
import type { Spent } from "../trainer/event.ts";
import { readEventLog } from "../trainer/event_log.ts";
import { knownUsdIn, spentIn } from "../trainer/ledger.ts";

/** The directory of the baseline of a run. */
export function baselineDir(runDir: string): string {
  return `${runDir}/baseline`;
}

/** Whether a directory has a log. */
export function hasLog(runDir: string): boolean {
  try {
    return Deno.statSync(`${runDir}/events.jsonl`).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Spending of a run's baseline so far, with the known dollars; of a damaged log, that before the damage. */
export function spentByBaseline(runDir: string): Spent & { readonly usd: number } {
  const directory = baselineDir(runDir);
  const events = hasLog(directory)
    ? readEventLog(`${directory}/events.jsonl`, { repair: true })
    : [];
  return { ...spentIn(events), usd: knownUsdIn(events) };
}
