/**
 * The task process as seen by an answer to a request. Types only.
 *
 * @module
 */
import type { TaskMessage } from "../message.ts";

/** Receives a request to stop, and errors that nothing awaits. */
export interface FollowedRun {
  stop(): void;
  fail(error: unknown): void;
}

/** The way to the supervisor. */
export interface TaskChannel {
  post(message: TaskMessage): void;
}

/** Channel and current run, for an answer. */
export interface TaskContext {
  readonly channel: TaskChannel;
  /** Replaces the end of the process by the end of a run. */
  follow(run: FollowedRun): void;
}
