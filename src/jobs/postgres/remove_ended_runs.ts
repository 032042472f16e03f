/**
 * Removes the directories of runs that a worker left behind when it was killed, and that another has ended since.
 *
 * @module
 */
import { namesIn, unlessMissing } from "../directory_size.ts";
import { isFinal } from "../job.ts";
import type { JobEvents } from "../job_events.ts";
import type { JobStore } from "../job_store.ts";

/** Removes the directories of ended jobs; those of others may have lines that the database lacks. */
export async function removeEndedRuns(
  runs: Pick<JobEvents, "directory" | "runDir">,
  store: Pick<JobStore, "get">,
): Promise<void> {
  for (const id of await namesIn(runs.directory)) {
    const job = await store.get(id);
    if (job === undefined || !isFinal(job.state)) continue;
    await unlessMissing(Deno.remove(runs.runDir(id), { recursive: true }));
  }
}
