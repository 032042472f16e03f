/**
 * The time of one request in a child: by the clock, and by the processor time of the child's worker.
 *
 * On a busy machine the clock runs while the child waits for a processor, and when the host itself was busy, it sees
 * replies late. Neither is the fault of the code, so a time limit counts the time in which the child ran.
 *
 * @module
 */
import type { WorkerProcessorTime } from "../child/processor_time.ts";
import { graceMs } from "./limits.ts";

/** When the first look at a turn is due; most turns are over before it and cost nothing. */
const lookMs = 20;

/** Wall time after which a request ends, whether its child ran or not. */
export function wallLimitMs(limitMs: number): number {
  return Math.max(10 * limitMs, limitMs + 5_000);
}

/** Whether a time-out may come from lost time. @param lostMs see {@linkcode Turn} */
export function isDoubtful(lostMs: number, limitMs: number): boolean {
  return lostMs > 10 + limitMs / 10;
}

/** One request, from the end of the one before it to its reply. */
export class Turn {
  /** When it began, by the clock. */
  readonly beganAt: number;
  readonly #limitMs: number;
  readonly #processor: Pick<WorkerProcessorTime, "read">;
  readonly #now: () => number;
  /** The first look at the processor time. */
  #first: { readonly at: number; readonly ranMs: number | undefined } | undefined;
  #hasCalledTools = false;

  /** @param limitMs its time limit @param processor the child's processor time */
  constructor(
    limitMs: number,
    processor: Pick<WorkerProcessorTime, "read">,
    now: () => number = () => performance.now(),
  ) {
    this.#limitMs = limitMs;
    this.#processor = processor;
    this.#now = now;
    this.beganAt = now();
  }

  /** When the first look is due. */
  get lookAt(): number {
    return this.beganAt + Math.min(lookMs, this.#limitMs / 2);
  }

  /** When its time limit is over, by the clock. */
  get due(): number {
    return this.beganAt + this.#limitMs;
  }

  /** Begins to count processor time. */
  look(): void {
    this.#first ??= { at: this.#now(), ranMs: this.#processor.read() };
  }

  /** A call that waits for a tool does not run; from then on only the clock counts. */
  noteTool(): void {
    this.#hasCalledTools = true;
  }

  /**
   * Time of the turn in which the child did not run, in milliseconds: 0 where the system does not tell, Infinity
   * before the first look.
   */
  lostMs(): number {
    if (this.#hasCalledTools) return 0;
    if (this.#first === undefined) return Infinity;
    const { at, ranMs } = this.#first;
    const unseenMs = at - this.beganAt;
    const lateMs = unseenMs > 2 * lookMs ? unseenMs : 0;
    const ranNowMs = this.#processor.read();
    if (ranMs === undefined || ranNowMs === undefined) return lateMs;
    return lateMs + Math.max(0, this.#now() - at - (ranNowMs - ranMs));
  }

  /** Whether the child must be killed: it ran longer than its limit, or is overdue by far. */
  isOver(): boolean {
    const elapsedMs = this.#now() - this.beganAt;
    if (elapsedMs < this.#limitMs + graceMs) return false;
    return elapsedMs - this.lostMs() >= this.#limitMs ||
      elapsedMs >= wallLimitMs(this.#limitMs) + graceMs;
  }
}
