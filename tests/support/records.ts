/**
 * The records of a run, as two runs of one seed are compared: sorted, without times.
 *
 * @module
 */
import type { RunEvent } from "../../src/trainer/event.ts";

const times: ReadonlySet<string> = new Set(["durationMs", "seconds", "at"]);

/** Events without what may differ: times, resumptions, repeated questions, the ends of interrupted runs, where files lie. */
export function records(events: readonly RunEvent[]): readonly string[] {
  const last = events.findLastIndex((event) => event.type === "finished");
  return events
    .filter((event, place) =>
      event.type !== "resumed" && event.type !== "asking" &&
      (event.type !== "finished" || place === last)
    )
    .map((event) =>
      JSON.stringify(event, (key, value) => {
        return times.has(key) || key === "runDir" || key === "concurrency" ? undefined : value;
      })
    )
    .sort();
}
