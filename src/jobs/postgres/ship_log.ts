/**
 * Sends the log of a run to the database while the run writes it.
 *
 * @module
 */
import type { JobEvents } from "../job_events.ts";
import type { Claim } from "../job_store.ts";
import type { DatabaseLogs } from "./database_logs.ts";
import { persistent } from "./persistent.ts";

/** Sends the lines of a log in order until the run is over and all are sent; false when the claim was lost. */
export async function shipLog(
  claim: Claim,
  after: number,
  { runs, logs, onError, signal, isOver }: {
    readonly runs: Pick<JobEvents, "follow">;
    readonly logs: Pick<DatabaseLogs, "append">;
    readonly onError: (error: unknown) => void;
    readonly signal: AbortSignal;
    readonly isOver: () => Promise<boolean>;
  },
): Promise<boolean> {
  let sent = after;
  for (let isWhole = false; !isWhole;) {
    isWhole = true;
    for await (const part of runs.follow(claim.job.id, { after: sent, isOver })) {
      const lines = part.map(({ line }) => line);
      const append = () => logs.append(claim, sent + 1, lines);
      const known = await persistent(append, { signal, onError });
      if (known === undefined) return false;
      isWhole = known >= sent;
      sent = isWhole ? sent + lines.length : known;
      if (!isWhole) break; // the database has lost lines: once more from there
    }
  }
  return true;
}
