/**
 * The records of a run, without times: two runs are equal when their records are.
 *
 * @module
 */
import { canonicalJson } from "../trainer/canonical_json.ts";
import type { RunEvent } from "../trainer/event.ts";

/**
 * The records of a run, one line each, sorted: equal at any concurrency and in every repetition, also of a run that was
 * resumed with more steps.
 */
export function runRecords(events: Iterable<RunEvent>): string[] {
  return [...events].flatMap((event) => {
    const record = recordOf(event);
    return record === undefined ? [] : [canonicalJson(record)];
  }).sort();
}

function recordOf(event: RunEvent): object | undefined {
  switch (event.type) {
    case "evaluated": {
      // A failure names a file, which may have moved.
      const { durationMs: _duration, seconds: _seconds, failure: _failure, ...record } = event;
      return record;
    }
    case "exchange": {
      const { seconds: _seconds, ...record } = event;
      return record;
    }
    case "best": {
      const { agent: _written, ...record } = event; // made from the parameters
      return record;
    }
    case "example":
    case "proposed":
    case "answered":
    case "compared":
      return event;
    case "step": {
      const { steps: _planned, spent: { seconds: _seconds, ...spent }, ...record } = event;
      return { ...record, spent };
    }
    case "started":
    case "resumed":
    case "asking":
    case "model-trouble":
    case "warning":
    case "finished":
      return undefined;
    default:
      return event satisfies never;
  }
}
