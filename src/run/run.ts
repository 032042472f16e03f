/**
 * A run under way, as its caller holds it.
 *
 * @module
 */
import type { Values } from "../trainer/candidate.ts";
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import { EventQueue } from "./event_queue.ts";

/** What came of a run: its last event, and the best values as they are used. */
export interface RunResult extends FinishedEvent {
  /** The best values by parameter. */
  readonly values: Values;
  /** What the task's `summarize` says of the scores. */
  readonly summary?: string;
}

/** What a run's work is given. */
export interface RunPort {
  readonly tell: (event: RunEvent) => void;
  /** Aborted when the caller stops the run; its reason is an `Interruption`. */
  readonly signal: AbortSignal;
}

/** Why a stopped run's work was aborted. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/**
 * A run. It goes on whether or not anybody looks.
 *
 * Iterating gives its events as they happen; the last is `finished`. To a reader that comes late or is slow, the newest
 * 10,000 are kept; the event log, where there is one, holds all.
 */
export class Run implements AsyncIterable<RunEvent> {
  /**
   * Settles when the run has ended: resolves however it was stopped (steps, budget, target, patience, `stop()`); rejects with
   * what went wrong when it failed.
   */
  readonly result: Promise<RunResult>;
  readonly #queue = new EventQueue<RunEvent>();
  readonly #stop = new AbortController();

  /** Use `optimize`. @param work what the run does */
  constructor(work: (port: RunPort) => Promise<RunResult>) {
    const port = { tell: (event: RunEvent) => this.#queue.push(event), signal: this.#stop.signal };
    this.result = work(port).finally(() => this.#queue.close());
  }

  /** Stops the run: what is under way is dropped, everything known is kept. */
  stop(): void {
    this.#stop.abort(new Interruption("The run was stopped"));
  }

  /** The events, each once. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, void> {
    this.result.catch(() => {}); // who reads the events is told of a failure by the last of them
    yield* this.#queue;
  }
}
