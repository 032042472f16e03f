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

/**
 * Adds each call that was cut off to the log of a run that goes on, as a call that was paid for. It is charged like the
 * last one of its role that was answered, since nobody knows what it cost.
 *
 * @param path of a log that no process writes
 */
export function bookUncertainCalls(path: string): void {
  using log = EventLog.open(path);
  for (const { asking, usage } of cutOffIn(log.recorded)) {
    const { step, role, key } = asking;
    const call = role === undefined || key === undefined ? {} : { role, key };
    log.append({ type: "model-trouble", step, kind: "retry", ...call, reason: cutOff, usage });
  }
}

/** A call of which nobody knows whether it was paid for. */
interface UncertainCall {
  readonly asking: EventOf<"asking">;
  /** Cost of the last answered call of its role. */
  readonly usage: ModelUsage;
}

/** The calls that were begun and neither ended nor booked. */
function cutOffIn(events: readonly RunEvent[]): readonly UncertainCall[] {
  const open: EventOf<"asking">[] = [];
  const usages = new Map<string | undefined, ModelUsage>();
  const end = (isSame: (asking: EventOf<"asking">) => boolean) => {
    const place = open.findIndex(isSame);
    if (place >= 0) open.splice(place, 1);
  };
  for (const event of events) {
    switch (event.type) {
      case "asking":
        open.push(event);
        break;
      case "exchange":
        usages.set(event.role, event.response.usage);
        if (event.role === undefined) {
          end(({ step, role, proposal, attempt }) =>
            role === undefined && step === event.step && proposal === event.proposal &&
            attempt === event.attempt
          );
        } else end(({ role, key }) => role === event.role && key === event.key);
        break;
      case "model-trouble":
        if (event.kind === "failed" || event.reason === cutOff) {
          end(({ step, role, key }) =>
            role === event.role && (role === undefined ? step === event.step : key === event.key)
          );
        }
        break;
      case "finished": // what else was begun came to no call, or was stopped before its end
        if (event.stopReason !== "interrupted") open.length = 0;
        break;
    }
  }
  const nothing: ModelUsage = { promptTokens: 0, completionTokens: 0, usd: 0 };
  return open.map((asking) => ({ asking, usage: usages.get(asking.role) ?? nothing }));
}
