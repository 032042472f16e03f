/**
 * Reads the events of running jobs from their logs, for whoever counts or reports them.
 *
 * @module
 */
import type { RunEvent } from "../trainer/event.ts";
import { eventFault } from "../trainer/event_fields.ts";
import type { Job } from "./job.ts";
import type { JobEvents, LoggedEvent } from "./job_events.ts";
import type { RunJob } from "./job_queue.ts";

/** The events that are read: those that operators count. */
const watchedTypes = [
  "evaluated",
  "exchange",
  "model-trouble",
  "proposed",
  "warning",
  "finished",
] as const satisfies readonly RunEvent["type"][];

/** An event that operators count. */
export type WatchedEvent = Extract<RunEvent, { readonly type: typeof watchedTypes[number] }>;

/** Logs and listeners of watched runs. */
export interface WatchedRunsOptions {
  readonly events: Pick<JobEvents, "count" | "follow" | "notify">;
  /** Called with each new event. Must not throw. */
  readonly onEvent: (job: Job, event: WatchedEvent) => void;
  /** Receives the error of a log that cannot be read. */
  readonly onError: (error: unknown) => void;
}

/** The same runs; each event that one adds to its log is told once, the last one before the run has ended. */
export function watchedRuns(
  runJob: RunJob,
  { events, onEvent, onError }: WatchedRunsOptions,
): RunJob {
  return async (job, context) => {
    const after = await events.count(job.id); // a resumed run has events of an earlier server
    let isEnded = false;
    const isOver = () => Promise.resolve(isEnded);
    async function watch(): Promise<void> {
      for await (const part of events.follow(job.id, { after, isOver })) {
        for (const logged of part) {
          const event = watchedEvent(logged);
          if (event !== undefined) onEvent(job, event);
        }
      }
    }
    const watching = watch().catch(onError);
    try {
      return await runJob(job, context);
    } finally {
      isEnded = true;
      events.notify(job.id);
      await watching;
    }
  };
}

/** The event of a line, which another process wrote; undefined for others and for what is none. */
export function watchedEvent({ type, json }: LoggedEvent): WatchedEvent | undefined {
  if (!watchedTypes.some((watched) => watched === type)) return undefined;
  const event: unknown = parsed(json);
  return eventFault(event) === undefined ? event as WatchedEvent : undefined; // as: of a watched type, and without fault
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no event
  }
}
