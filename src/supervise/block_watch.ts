/**
 * Decides when a task process no longer gives its thread back.
 *
 * @module
 */

/** Why a process is to be killed. */
export type BlockReason = "stop" | "budget" | "evaluation" | "ending" | "exit" | "overdue";

/** Limits of a watch. */
export interface BlockWatchOptions {
  /** Milliseconds between two calls of `tick`. */
  readonly tickMs: number;
  /** Longest silence, in milliseconds: the time of one evaluation. */
  readonly evaluationTimeoutMs: number;
  /** Milliseconds of any moment. @default performance.now */
  readonly now?: () => number;
}

/** Silence after which a process that should have ended, or stop, counts as blocked. */
const silenceMs = 1_000;

/** Time that a process has to end its run behind its budget, in milliseconds. */
const graceMs = 2_000;

/** Longest silence once the run has ended: the task summarizes it, and the report is written. */
const endingMs = 10_000;

/** Time in which a process ends its run that was stopped or has spent its budget, though its thread is free. */
const overdueMs = 30_000;

/** Time between the last message and the end of the process. */
const exitMs = 2_000;

/**
 * Watches the signs of life of one process, and whether it ends when it should. Time is counted in ticks of the watching
 * process, so that a machine that slept, or is too busy to run either, does not count against the process.
 */
export class BlockWatch {
  readonly #options: BlockWatchOptions;
  readonly #now: () => number;
  #silentTicks = 0;
  /** Since the run should end. */
  #dueTicks = 0;
  #deadline = Infinity;
  #isStopping = false;
  #isEnding = false;
  #isOver = false;

  /** @param options its limits */
  constructor(options: BlockWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** A message came. */
  heard(): void {
    this.#silentTicks = 0;
  }

  /** The run has so many seconds left. */
  limit(seconds: number): void {
    this.#deadline = this.#now() + seconds * 1_000 + graceMs;
  }

  /** The process was asked to stop. */
  stopping(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#silentTicks = 0;
  }

  /** The run has ended and is being saved. */
  ending(): void {
    this.#isEnding = true;
  }

  /** The last message came. */
  over(): void {
    this.#isOver = true;
    this.#silentTicks = 0;
  }

  /** Call it at equal intervals. @returns why the process must be killed, or undefined */
  tick(): BlockReason | undefined {
    const silent = this.#silentTicks++ * this.#options.tickMs;
    if (this.#isOver) return silent >= exitMs ? "exit" : undefined;
    const isSpent = this.#now() >= this.#deadline;
    const due = this.#isStopping || isSpent ? this.#dueTicks++ * this.#options.tickMs : 0;
    if (due >= overdueMs) return "overdue";
    if (this.#isStopping && silent >= silenceMs) return "stop";
    if (this.#isEnding) return silent >= endingMs ? "ending" : undefined;
    if (isSpent && silent >= silenceMs) return "budget";
    return silent >= this.#options.evaluationTimeoutMs + silenceMs ? "evaluation" : undefined;
  }
}
