/**
 * Sends evaluations of one run to workers in batches, and hands the reports out. Without workers they return to the run.
 *
 * @module
 */
import { SandboxError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import type { EvaluationRequest, Report } from "../trainer/evaluator.ts";
import { pause } from "../trainer/pause.ts";
import { CandidateTexts, decodeOutcomes, encodeBatch, maxContentChars } from "./batch.ts";
import type { BatchQueue, OfferedRun, Survey } from "./batch_queue.ts";
import { type BatchLoad, batchSize, maxBatchSize } from "./batch_size.ts";
import { defaultLeaseMs, defaultMaxAttempts } from "./batch_times.ts";
import { WakeUp } from "./wake_up.ts";

/** Queue, run and limits of a dispatcher. */
export interface DispatcherOptions {
  /** Closed with the dispatcher. */
  readonly queue: BatchQueue;
  readonly run: OfferedRun;
  /** Evaluations of the run's own process at the same time, while there is no worker. */
  readonly hereSize: number;
  /** Gets each note for the user. */
  readonly onNote: (note: string) => void;
  /** Chooses the size of each batch. @default batchSize */
  readonly sizeOf?: ((load: BatchLoad) => number) | undefined;
  /** Time without a worker after which the user is told, in milliseconds. @default 5,000 */
  readonly noticeMs?: number | undefined;
  /** Silence after which a worker counts as dead, in milliseconds. @default 10,000 */
  readonly leaseMs?: number | undefined;
  /** Starts of a batch before its requests are tried one by one. @default 3 */
  readonly maxAttempts?: number | undefined;
}

/** A report, or word that the caller evaluates itself: `here` with a call for its end, `model` for good. */
export type Dispatched =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "here"; readonly over: () => void }
  | { readonly kind: "model" };

interface Ticket extends PromiseWithResolvers<Dispatched> {
  readonly request: EvaluationRequest;
  /** Starts of batches with it that came to no end. */
  readonly failures: number;
  /** Whether it is sent alone, to find the one that ends workers. */
  readonly isAlone: boolean;
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
  readonly #texts = new CandidateTexts();
  readonly #wake = new WakeUp();
  #waiting: Ticket[] = [];
  /** Batches under way, by number. */
  readonly #sent = new Map<number, readonly Ticket[]>();
  /** Numbers of batches to remove. */
  #settled: number[] = [];
  #numbers = 0;
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
  readonly #notes = new Set<string>();
  readonly #begunAt = performance.now();
  #isClosed = false;
  readonly #working: Promise<void>;

  /** Begins to look for workers. @param options queue, run and limits */
  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#working = this.#work();
  }

  /** Has a request evaluated. @throws {SandboxError} when it ended several workers @throws the reason of its signal */
  async dispatch(request: EvaluationRequest): Promise<Dispatched> {
    if (this.#asksModel) return { kind: "model" };
    const { signal } = request;
    signal?.throwIfAborted();
    const ticket = {
      request,
      failures: 0,
      isAlone: false,
      ...Promise.withResolvers<Dispatched>(),
    };
    const leave = () => {
      ticket.reject(signal?.reason);
      this.#drop(ticket);
    };
    signal?.addEventListener("abort", leave, { once: true });
    this.#waiting.push(ticket);
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
    this.#takeAll();
    for (const ticket of this.#waiting.splice(0)) ticket.resolve({ kind: "model" });
  }

  /** Waits until a turn of the event loop brings no more requests. */
  async #gather(): Promise<void> {
    const start = performance.now();
    for (let before = -1; before < this.#waiting.length;) {
      before = this.#waiting.length;
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
    const { queue, run } = this.#options;
    const sent = [...this.#sent.keys()];
    const survey = await queue.survey(run, {
      leaseMs: this.#options.leaseMs ?? defaultLeaseMs,
      maxAttempts: this.#maxAttempts,
    });
    this.#survey = survey;
    this.#surveyedAt = performance.now();
    this.#tell(survey);
    for (const number of survey.batches.keys()) {
      if (!this.#sent.has(number)) this.#settled.push(number); // of requests that were aborted meanwhile
    }
    for (const number of sent) {
      const { state, attempts } = survey.batches.get(number) ?? {};
      if (state === "done") this.#hasResults = true;
      const isFree = state === undefined || (state === "queued" && survey.slots === 0);
      if (isFree || state === "parked") this.#return(number, attempts);
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
    const tickets = this.#sent.get(number);
    this.#sent.delete(number);
    this.#settled.push(number);
    if (tickets === undefined) return;
    let outcomes: ReturnType<typeof decodeOutcomes>;
    try {
      outcomes = decodeOutcomes(result, tickets.length);
    } catch (error) {
      this.#note("unreadable", `A worker's result is not used: ${messageOf(error)}.`);
      outcomes = tickets.map(() => ({ kind: "failure" }));
    }
    outcomes.forEach((outcome, place) => {
      const ticket = tickets[place]!; // as many outcomes as tickets
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

  /** Cuts what waits into batches and sends them, the requests of one candidate side by side. */
  async #send(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#asksModel) {
      const { queue, run } = this.#options;
      const tickets = [
        ...Map.groupBy(this.#waiting, ({ request }) => request.candidate).values(),
      ].flat();
      this.#waiting = [];
      const batches = this.#cut(tickets);
      for (let from = 0; from < batches.length; from += maxSent) {
        const part = batches.slice(from, from + maxSent);
        const numbered = part.map(({ tickets, content }) => {
          this.#sent.set(++this.#numbers, tickets);
          return { number: this.#numbers, content };
        });
        await queue.send(run, numbered);
      }
    }
  }

  #cut(tickets: readonly Ticket[]): { readonly tickets: readonly Ticket[]; content: string }[] {
    const { sizeOf = batchSize } = this.#options;
    const underWay = [...this.#sent.values()].reduce((sum, { length }) => sum + length, 0);
    const load = { outstanding: underWay + tickets.length, slots: this.#slots };
    const batches: { tickets: readonly Ticket[]; content: string }[] = [];
    for (let start = 0; start < tickets.length;) {
      const size = Math.min(sizeOf({ ...load, meanMs: this.#meanMs }), maxBatchSize);
      let part = tickets.slice(start, start + size);
      const alone = part.findIndex(({ isAlone }) => isAlone);
      if (alone >= 0) part = part.slice(0, Math.max(1, alone));
      const text = () => encodeBatch(part.map(({ request }) => request), this.#texts);
      let content = text();
      while (content.length > maxContentChars && part.length > 1) {
        part = part.slice(0, Math.ceil(part.length / 2));
        content = text();
      }
      batches.push({ tickets: part, content });
      start += part.length;
    }
    return batches;
  }

  /** Evaluates what waits in the run's own process, as long as there is no worker. */
  #evaluateHere(): void {
    while (this.#slots === 0 && this.#here < this.#options.hereSize) {
      const ticket = this.#waiting.shift();
      if (ticket === undefined) return;
      this.#hand(ticket);
    }
  }

  /** Has the caller of a request evaluate it. */
  #hand(ticket: Ticket): void {
    this.#here++;
    ticket.resolve({
      kind: "here",
      over: () => {
        this.#here--;
        this.#wake.call();
      },
    });
  }

  get #maxAttempts(): number {
    return this.#options.maxAttempts ?? defaultMaxAttempts;
  }

  /**
   * Takes a batch back, to be sent again or evaluated here. When it ended too many workers its requests go one by one, and one
   * that was alone has failed.
   */
  #return(number: number, attempts = 0): void {
    const tickets = this.#take(number);
    const returned = tickets.flatMap((ticket): Ticket[] => {
      const failures = ticket.failures + attempts;
      if (failures < this.#maxAttempts) return [{ ...ticket, failures }];
      if (tickets.length > 1) return [{ ...ticket, failures: 0, isAlone: true }];
      ticket.reject(parkedError(ticket.request));
      return [];
    });
    this.#waiting.unshift(...returned);
  }

  #take(number: number): readonly Ticket[] {
    const tickets = this.#sent.get(number) ?? [];
    this.#sent.delete(number);
    this.#settled.push(number);
    return tickets.filter(({ request: { signal } }) => !signal?.aborted);
  }

  /** Leaves an aborted request out; a batch of none but such is removed. */
  #drop(ticket: Ticket): void {
    const isOther = ({ promise }: Ticket) => promise !== ticket.promise;
    this.#waiting = this.#waiting.filter(isOther);
    for (const [number, tickets] of this.#sent) {
      if (!tickets.every(({ request: { signal } }) => signal?.aborted)) continue;
      this.#take(number);
      this.#mustWithdraw = true;
      this.#wake.call();
    }
  }

  /** Takes everything back: the queue cannot be reached. */
  #goOffline(error: unknown): void {
    this.#takeAll();
    this.#survey = undefined;
    this.#surveyedAt = -Infinity;
    this.#retryAt = performance.now() + surveyMs;
    this.#note(
      "offline",
      `The database cannot be reached (${messageOf(error)}): this machine evaluates meanwhile.`,
    );
  }

  #takeAll(): void {
    for (const number of [...this.#sent.keys()]) this.#return(number);
  }

  #tell({ workers, slots, refusal }: Survey): void {
    const { run: { task }, noticeMs = 5_000 } = this.#options;
    if (refusal !== undefined) {
      this.#note("refusal", `A worker has another version of the task "${task}": ${refusal}.`);
    }
    if (slots > 0) {
      this.#note(
        "spread",
        `Evaluations are spread: ${workers} workers, ${slots} at the same time.`,
      );
    } else if (performance.now() - this.#begunAt >= noticeMs) {
      this.#note(
        "alone",
        `No worker offers the task "${task}" as this run has it: this machine evaluates. ` +
          "To start one: work --database URL --task FILE.",
      );
    }
  }

  /** Tells the user something once. */
  #note(about: string, note: string): void {
    if (this.#notes.has(about)) return;
    this.#notes.add(about);
    this.#options.onNote(note);
  }
}

function parkedError({ candidate, example: { split, index } }: EvaluationRequest): SandboxError {
  return new SandboxError(
    `Cannot evaluate candidate ${candidate.id} on ${split} example ${index}: each worker that tried ended`,
    {
      advice: "Read the workers' output. Look for a loop without end, Deno.exit() or too much " +
        "memory in agent and guide.",
    },
  );
}

/** A mean in which the newest value counts a tenth. */
function meanWith(mean: number, value: number): number {
  return 0.9 * mean + 0.1 * value;
}
