/**
 * Passes the events of a run to a listener, which cannot harm the run.
 *
 * @module
 */
import { readThrown, simpleText } from "../trace/failure/failure_of.ts";
import { isPromise } from "../trace/is_promise.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";
import type { RunPort } from "./run.ts";

/** The port, with a listener that gets each event first. Its first error becomes a warning, the others nothing. */
export function observed(
  port: RunPort,
  listener: ((event: RunEvent) => unknown) | undefined,
): RunPort {
  if (listener === undefined) return port;
  let step = 0;
  let isStarted = false;
  let isFinished = false;
  /** Not in the log: another run of the task may have another listener. */
  let warning: EventOf<"warning"> | undefined;
  let hasFailed = false;

  function fail(error: unknown): void {
    if (hasFailed) return;
    hasFailed = true;
    const message = `onEvent failed: ${simpleText(readThrown(error))}`;
    warning = { type: "warning", step, code: "listener-failed", message };
  }

  /** Publishes the warning between the first and the last event. */
  function warn(): void {
    if (warning === undefined || !isStarted || isFinished) return;
    port.publish(warning);
    warning = undefined;
  }

  return {
    ...port,
    publish(event) {
      if ("step" in event) step = event.step;
      try {
        const returned = listener(event);
        if (isPromise(returned)) {
          returned.then(undefined, (error) => {
            fail(error);
            warn();
          });
        }
      } catch (error) {
        fail(error);
      }
      if (event.type === "finished") warn();
      port.publish(event);
      isStarted = true;
      isFinished = event.type === "finished";
      warn();
    },
  };
}
