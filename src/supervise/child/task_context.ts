/**
 * The task process as seen by an answer to a request. Types only.
 *
 * @module
 */
import type { Channel } from "./channel.ts";

/** Who is told of a request to stop, and of errors that nothing awaits. */
export interface FollowedRun {
  stop(): void;
  fail(error: unknown): void;
}

/** What an answer may use. */
export interface TaskContext {
  readonly channel: Channel;
  /** Replaces the end of the process by the end of a run. */
  follow(run: FollowedRun): void;
}
