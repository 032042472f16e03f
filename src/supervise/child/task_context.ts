/**
 * The task process as seen by an answer to a request. Types only.
 *
 * @module
 */
import type { Channel } from "./channel.ts";

/** Receives a request to stop, and errors that nothing awaits. */
export interface FollowedRun {
  stop(): void;
  fail(error: unknown): void;
}

/** Channel and current run, for an answer. */
export interface TaskContext {
  readonly channel: Channel;
  /** Replaces the end of the process by the end of a run. */
  follow(run: FollowedRun): void;
}
