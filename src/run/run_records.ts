/**
 * The records of a run, without times: two runs are equal when their records are.
 *
 * @module
 */
import { canonicalJson } from "../trainer/canonical_json.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";

/**
 * The records of a run, one line each, sorted: equal at any concurrency and in every repetition, also of a run that was
 * resumed with more steps.
 */
export function runRecords(events: Iterable<RunEvent>): string[] {
  const all = [...events];
  const start = all.find((event) => event.type === "started")?.candidate;
  const best = all.findLast((event) => event.type === "best")?.candidate;
  return all.flatMap((event) => {
    const record = isTest(event)
      ? [start, best].includes(event.candidate) ? recordOf({ ...event, step: 0 }) : undefined
      : recordOf(event);
    return record === undefined ? [] : [canonicalJson(record)];
  }).sort();
}

/** A held-out test: each end of a run makes one, of the best until then, and a later end takes what it has from the log. */
function isTest(event: RunEvent): event is EventOf<"evaluated"> {
  return event.type === "evaluated" && event.example.split === "test";
}

function recordOf(event: RunEvent): object | undefined {
  switch (event.type) {
    case "evaluated": {
      // A failure names a file, which may have moved.
      const { durationMs: _duration, seconds: _seconds, failure: _failure, ...record } = event;
      return record;
    }
    case "exchange": {
      if (event.role !== undefined) return undefined; // what came of it is in the evaluation
      const { durationMs: _duration, seconds: _seconds, ...record } = event;
      return record;
    }
    case "best": {
      const { agent: _written, ...record } = event; // made from the parameters
      return record;
    }
    case "note": {
      const { at: _at, id: _id, ...record } = event;
      return record;
    }
    case "example":
    case "proposed":
    case "answered":
    case "compared":
    case "decided":
    case "confirmed":
    case "front":
      return event;
    case "step": {
      // The spending is the sum of the other records; after a resume, with a test at the end that came before it.
      const { steps: _planned, spent: _sum, ...record } = event;
      return record;
    }
    case "started":
    case "resumed":
    case "asking":
    case "measured":
    case "model-trouble":
    case "warning":
    case "finished":
      return undefined;
    default:
      return event satisfies never;
  }
}
