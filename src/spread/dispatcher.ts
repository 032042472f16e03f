/**
 * Sends evaluations of one run to workers in batches, and hands the reports out. Without workers they return to the run.
 *
 * @module
 */
import type { EvaluationRequest } from "../trainer/evaluator.ts";
import { pause } from "../trainer/pause.ts";
import { decodeOutcomes, type Outcome } from "./batch.ts";
import type { BatchQueue, OfferedRun, Survey } from "./batch_queue.ts";
import { defaultLeaseMs, defaultMaxAttempts } from "./batch_times.ts";
import {
  type Dispatched,
  Outstanding,
  type OutstandingOptions,
  type Ticket,
} from "./outstanding.ts";
import { SpreadNotes, type SpreadNotesOptions } from "./spread_notes.ts";
import { WakeUp } from "./wake_up.ts";

/** Queue, run and limits of a dispatcher. */
export interface DispatcherOptions
  extends Pick<OutstandingOptions, "sizeOf">, Omit<SpreadNotesOptions, "hasSource"> {
  /** Closed with the dispatcher. */
  readonly queue: BatchQueue;
  readonly run: OfferedRun;
  /** Evaluations of the run's own process at the same time, while there is no worker. */
  readonly hereSize: number;
  /** Silence after which a worker counts as dead, in milliseconds. @default 10,000 */
  readonly leaseMs?: number | undefined;
  /** Starts of a batch before its requests are tried one by one. @default 3 */
  readonly maxAttempts?: number | undefined;
}

/** Time between two surveys, in milliseconds. */
const surveyMs = 1_000;

/** Longest time that requests are gathered before they are sent, in milliseconds. */
const gatherMs = 10;

/** Most batches that one statement sends. */
const maxSent = 64;

/** Requests wait here until a batch, or the run itself, takes them. */
export class Dispatcher implements AsyncDisposable {
  readonly #options: DispatcherOptions;
  readonly #maxAttempts: number;
  readonly #outstanding: Outstanding;
  readonly #notes: SpreadNotes;
  readonly #wake = new WakeUp();
  /** Numbers of batches to remove. */
  #settled: number[] = [];
  /** Evaluations of the run's own process that are under way. */
  #here = 0;
  #survey: Survey | undefined;
  #surveyedAt = -Infinity;
  #meanMs: number | undefined;
  #hasResults = false;
  /** Whether a batch is to be removed before the next survey. */
  #mustWithdraw = false;
  /** When the queue is tried again after a failure. */
  #retryAt = -Infinity;
  /** Whether the task asks a model, so that all of it is evaluated by the run. */
  #asksModel = false;
  #listening: Disposable | undefined;
  #isClosed = false;
  readonly #working: Promise<void>;

  /** Begins to look for workers. @param options queue, run and limits */
  constructor(options: DispatcherOptions) {
    const { maxAttempts = defaultMaxAttempts, sizeOf, run } = options;
    this.#options = options;
    this.#maxAttempts = maxAttempts;
    this.#outstanding = new Outstanding({ sizeOf, maxAttempts });
    this.#notes = new SpreadNotes({ ...options, hasSource: run.task === null });
    this.#working = this.#work();
  }

  /** Has a request evaluated. @throws {SandboxError} when it ended several workers @throws the reason of its signal */
  async dispatch(request: EvaluationRequest): Promise<Dispatched> {
    if (this.#asksModel || this.#isClosed) return { kind: "model" };
    const { signal } = request;
    signal?.throwIfAborted();
    const ticket = this.#outstanding.add(request);
    const leave = () => {
      ticket.reject(signal?.reason);
      this.#drop(ticket);
    };
    signal?.addEventListener("abort", leave, { once: true });
    this.#wake.call();
    try {
      return await ticket.promise;
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  /** Removes the run from the queue. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#wake.call();
    await this.#working;
    const { queue, run } = this.#options;
    this.#listening?.[Symbol.dispose]();
    await queue.remove(run.id).catch(() => {}); // out of reach: it goes by its age
    await queue[Symbol.asyncDispose]();
  }

  async #work(): Promise<void> {
    while (!this.#isClosed && !this.#asksModel) {
      await this.#gather();
      try {
        if (performance.now() >= this.#retryAt) await this.#exchange();
      } catch (error) {
        this.#goOffline(error);
      }
      this.#evaluateHere();
      await this.#wake.wait(surveyMs);
    }
    this.#giveAllBack();
    for (let ticket; (ticket = this.#outstanding.shift());) ticket.resolve({ kind: "model" });
  }

  /** Waits until a turn of the event loop brings no more requests. */
  async #gather(): Promise<void> {
    const start = performance.now();
    for (let before = -1; before < this.#outstanding.waiting;) {
      before = this.#outstanding.waiting;
      if (performance.now() - start > gatherMs) return;
      await pause();
    }
  }

  async #exchange(): Promise<void> {
    const { queue, run } = this.#options;
    this.#listening ??= queue.listen({ kind: "results", run: run.id }, () => {
      this.#hasResults = true;
      this.#wake.call();
    });
    const isDue = performance.now() - this.#surveyedAt >= surveyMs;
    if (isDue) await this.#lookAround();
    const hasSettled = (isDue || this.#mustWithdraw) && this.#settled.length > 0;
    if (this.#hasResults || hasSettled) await this.#collect();
    if (this.#slots > 0) await this.#send();
  }

  get #slots(): number {
    return this.#survey?.slots ?? 0;
  }

  async #lookAround(): Promise<void> {
    const { queue, run, leaseMs = defaultLeaseMs } = this.#options;
    const sent = this.#outstanding.numbers;
    const survey = await queue.survey(run, { leaseMs, maxAttempts: this.#maxAttempts });
    this.#survey = survey;
    this.#surveyedAt = performance.now();
    this.#notes.surveyed(survey);
    for (const number of survey.batches.keys()) {
      if (!this.#outstanding.has(number)) this.#settled.push(number); // of requests that were aborted meanwhile
    }
    for (const number of sent) {
      const { state, attempts } = survey.batches.get(number) ?? {};
      if (state === "done") this.#hasResults = true;
      const isFree = state === undefined || (state === "queued" && survey.slots === 0);
      if (isFree || state === "parked") this.#giveBack(number, attempts);
    }
  }

  async #collect(): Promise<void> {
    const { queue, run } = this.#options;
    this.#hasResults = false;
    this.#mustWithdraw = false;
    const settled = this.#settled.splice(0);
    const finished = await queue.collect(run.id, settled);
    for (const { number, result } of finished) this.#settle(number, result);
  }

  /** Hands the reports of a batch out. */
  #settle(number: number, result: string): void {
    const tickets = this.#outstanding.take(number);
    this.#settled.push(number);
    if (tickets.length === 0) return;
    const outcomes = this.#outcomes(result, tickets.length);
    tickets.forEach((ticket, place) => {
      const outcome = outcomes?.[place] ?? { kind: "failure" };
      if (outcome.kind === "report") {
        const { durationMs } = outcome.report;
        this.#meanMs = this.#meanMs === undefined ? durationMs : meanWith(this.#meanMs, durationMs);
        ticket.resolve(outcome);
      } else if (outcome.kind === "model") {
        this.#asksModel = true;
        ticket.resolve(outcome);
      } else this.#hand(ticket);
    });
  }

  /** As many outcomes as a batch has requests; undefined when a result cannot be read. */
  #outcomes(result: string, size: number): readonly Outcome[] | undefined {
    try {
      const origin = this.#options.run.task === null ? "untrusted" : "trusted";
      return decodeOutcomes(result, size, origin);
    } catch (error) {
      this.#notes.unreadable(error);
      return undefined;
    }
  }

  async #send(): Promise<void> {
    const { queue, run } = this.#options;
    while (this.#outstanding.waiting > 0 && !this.#asksModel) {
      const load = { slots: this.#slots, meanMs: this.#meanMs };
      const batches = this.#outstanding.putIntoBatches(load);
      for (let from = 0; from < batches.length; from += maxSent) {
        await queue.send(run, batches.slice(from, from + maxSent));
      }
    }
  }

  /** Evaluates what waits in the run's own process, as long as there is no worker. */
  #evaluateHere(): void {
    while (this.#slots === 0 && this.#here < this.#options.hereSize) {
      const ticket = this.#outstanding.shift();
      if (ticket === undefined) return;
      this.#hand(ticket);
    }
  }

  /** Has the caller of a request evaluate it, unless the caller has left: that one would never say that it is over. */
  #hand(ticket: Ticket): void {
    if (ticket.request.signal?.aborted) return;
    this.#here++;
    ticket.resolve({
      kind: "here",
      over: () => {
        this.#here--;
        this.#wake.call();
      },
    });
  }

  /** Lets the requests of a batch wait again, to be sent once more or evaluated here. */
  #giveBack(number: number, attempts?: number): void {
    this.#outstanding.giveBack(number, attempts);
    this.#settled.push(number);
  }

  #giveAllBack(): void {
    for (const number of this.#outstanding.numbers) this.#giveBack(number);
  }

  #drop(ticket: Ticket): void {
    const emptied = this.#outstanding.drop(ticket);
    if (emptied.length === 0) return;
    this.#settled.push(...emptied);
    this.#mustWithdraw = true;
    this.#wake.call();
  }

  /** Takes everything back: the queue cannot be reached. */
  #goOffline(error: unknown): void {
    this.#giveAllBack();
    this.#survey = undefined;
    this.#surveyedAt = -Infinity;
    this.#retryAt = performance.now() + surveyMs;
    this.#notes.offline(error);
  }
}

/** A mean in which the newest value counts a tenth. */
function meanWith(mean: number, value: number): number {
  return 0.9 * mean + 0.1 * value;
}
