/**
 * What a process needs to take jobs and to carry them out. Types only.
 *
 * @module
 */
import type { JobEvents } from "./job_events.ts";
import type { RunJob } from "./job_queue.ts";
import type { JobStore } from "./job_store.ts";

/** Store and logs of jobs: in a directory, or in a database that several machines share. */
export interface JobParts extends AsyncDisposable {
  readonly store: JobStore;
  /** The events of all jobs. */
  readonly events: JobEvents;
  /** The runs of this process, in their directories. */
  readonly runs: JobEvents;
  /** Whether other processes take jobs of this store too. */
  readonly isShared: boolean;
  /** A runner in this process, with what the store needs besides. */
  carriedOut(runJob: RunJob): RunJob;
}
