/**
 * Errors that repeat while something is away, reported once in a while.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";

/** Time for which an error with the same message is not reported again. */
const silentMs = 60_000;

/** Most messages that are remembered. */
const maxMessages = 100;

/** The same receiver for errors whose message it has not received for a minute. */
export function reportedOnce(onError: (error: unknown) => void): (error: unknown) => void {
  const reportedAt = new Map<string, number>();
  return (error) => {
    const message = messageOf(error);
    const last = reportedAt.get(message);
    if (last !== undefined && performance.now() - last < silentMs) return;
    if (reportedAt.size >= maxMessages) reportedAt.clear();
    reportedAt.set(message, performance.now());
    onError(error);
  };
}
