/**
 * Model calls that were cut off: they may have been paid for, and are made once more when the run goes on.
 *
 * @module
 */
import type { ModelUsage } from "../model/language_model.ts";
import { EventLog } from "../trainer/event_log.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";

/** Reason in the events of calls that were cut off. */
const cutOff = "The worker ended before the answer was saved: the call may be paid twice";

type Asking = EventOf<"asking">;

/**
 * Adds each call that was cut off to the log of a run that goes on, as a call that was paid for. It is charged like the
 * last one that was answered, since nobody knows what it cost.
 *
 * @param path of a log that no process writes
 */
export function bookUncertainCalls(path: string): void {
  using log = EventLog.open(path);
  const { calls, usage } = cutOffIn(log.recorded);
  for (const { step } of calls) {
    log.append({ type: "model-trouble", step, kind: "retry", reason: cutOff, usage });
  }
}

/** The calls that were begun and neither ended nor booked, and the cost of the last answered one. */
function cutOffIn(events: readonly RunEvent[]): {
  readonly calls: readonly Asking[];
  readonly usage: ModelUsage;
} {
  const open: Asking[] = [];
  let usage: ModelUsage = { promptTokens: 0, completionTokens: 0, usd: 0 };
  const end = (isSame: (asking: Asking) => boolean) => {
    const place = open.findIndex(isSame);
    if (place >= 0) open.splice(place, 1);
  };
  for (const event of events) {
    switch (event.type) {
      case "asking":
        open.push(event);
        break;
      case "exchange":
        if (event.role !== undefined) break;
        usage = event.response.usage;
        end(({ step, proposal, attempt }) =>
          step === event.step && proposal === event.proposal && attempt === event.attempt
        );
        break;
      case "model-trouble":
        if (event.role === undefined && (event.kind === "failed" || event.reason === cutOff)) {
          end(({ step }) => step === event.step);
        }
        break;
    }
  }
  return { calls: open, usage };
}
