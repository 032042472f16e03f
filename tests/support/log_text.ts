/**
 * Event logs written by hand.
 *
 * @module
 */
import { LineChain } from "../../src/trainer/log_line.ts";
import type { RunEvent } from "../../src/trainer/event.ts";

/** The lines of a log with these events, whether or not they have the fields of events. */
export function logLines(events: readonly object[]): string[] {
  const chain = new LineChain();
  return events.map((event) => new TextDecoder().decode(chain.write(event as RunEvent))); // as: some are broken on purpose
}

/** The text of a log with these events. */
export function logText(events: readonly object[]): string {
  return logLines(events).join("");
}
