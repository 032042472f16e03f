/**
 * The requests of a run that have no report yet: those that wait, and those of batches under way.
 *
 * @module
 */
import { SandboxError } from "../errors.ts";
import type { EvaluationRequest, Report } from "../trainer/evaluator.ts";
import { CandidateTexts, encodeBatch, maxContentChars } from "./batch.ts";
import type { NewBatch } from "./batch_queue.ts";
import { type BatchLoad, batchSize, maxBatchSize } from "./batch_size.ts";

/** A report, or word that the caller evaluates itself: `here` with a call for its end, `model` for good. */
export type Dispatched =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "here"; readonly over: () => void }
  | { readonly kind: "model" };

/** A request, and the promise that its caller waits for. */
export interface Ticket extends PromiseWithResolvers<Dispatched> {
  readonly request: EvaluationRequest;
  /** Starts of batches with it that came to no end. */
  readonly failures: number;
  /** Whether it is sent alone, to find the one that ends workers. */
  readonly isAlone: boolean;
}

/** Sizes and limits of batches. */
export interface OutstandingOptions {
  /** Chooses the size of each batch. @default batchSize */
  readonly sizeOf?: ((load: BatchLoad) => number) | undefined;
  /** Starts of a batch before its requests are tried one by one. */
  readonly maxAttempts: number;
}

/** Requests by where they are. A request is in one place: it waits, is in one batch, or is its caller's again. */
export class Outstanding {
  readonly #options: OutstandingOptions;
  readonly #texts = new CandidateTexts();
  #waiting: Ticket[] = [];
  readonly #batches = new Map<number, readonly Ticket[]>();
  #numbers = 0;

  constructor(options: OutstandingOptions) {
    this.#options = options;
  }

  /** Number of requests that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Numbers of the batches under way. */
  get numbers(): readonly number[] {
    return [...this.#batches.keys()];
  }

  /** Lets a request wait. */
  add(request: EvaluationRequest): Ticket {
    const ticket = {
      request,
      failures: 0,
      isAlone: false,
      ...Promise.withResolvers<Dispatched>(),
    };
    this.#waiting.push(ticket);
    return ticket;
  }

  /** Takes the request that waited longest. */
  shift(): Ticket | undefined {
    return this.#waiting.shift();
  }

  /** Whether a batch is under way. */
  has(number: number): boolean {
    return this.#batches.has(number);
  }

  /** Puts all that waits into batches, the requests of one candidate side by side. */
  putIntoBatches({ slots, meanMs }: Pick<BatchLoad, "slots" | "meanMs">): readonly NewBatch[] {
    const byCandidate = Map.groupBy(this.#waiting, ({ request }) => request.candidate);
    const tickets = [...byCandidate.values()].flat();
    this.#waiting = [];
    const underWay = [...this.#batches.values()].reduce((sum, { length }) => sum + length, 0);
    const load = { outstanding: underWay + tickets.length, slots, meanMs };
    const batches: NewBatch[] = [];
    for (let start = 0; start < tickets.length;) {
      const { part, content } = this.#firstBatch(tickets.slice(start, start + maxBatchSize), load);
      this.#batches.set(++this.#numbers, part);
      batches.push({ number: this.#numbers, content });
      start += part.length;
    }
    return batches;
  }

  /** Takes the requests of a batch out; of none, when it is not under way. */
  take(number: number): readonly Ticket[] {
    const tickets = this.#batches.get(number) ?? [];
    this.#batches.delete(number);
    return tickets;
  }

  /**
   * Lets the requests of a batch wait again. When it ended too many workers its requests go one by one, and one that was
   * alone has failed.
   */
  giveBack(number: number, attempts = 0): void {
    const tickets = this.take(number).filter(isWanted);
    const { maxAttempts } = this.#options;
    const returned = tickets.flatMap((ticket): Ticket[] => {
      const failures = ticket.failures + attempts;
      if (failures < maxAttempts) return [{ ...ticket, failures }];
      if (tickets.length > 1) return [{ ...ticket, failures: 0, isAlone: true }];
      ticket.reject(parkedError(ticket.request));
      return [];
    });
    this.#waiting.unshift(...returned);
  }

  /** Leaves an aborted request out. @returns the batches that hold nothing else, which are taken out */
  drop({ promise }: Ticket): readonly number[] {
    this.#waiting = this.#waiting.filter((other) => other.promise !== promise);
    const emptied = this.numbers.filter((number) => !this.#batches.get(number)?.some(isWanted));
    for (const number of emptied) this.take(number);
    return emptied;
  }

  /** As many of the first requests as fit into one batch. */
  #firstBatch(
    tickets: readonly Ticket[],
    load: BatchLoad,
  ): { readonly part: readonly Ticket[]; readonly content: string } {
    const { sizeOf = batchSize } = this.#options;
    let part = tickets.slice(0, Math.min(sizeOf(load), maxBatchSize));
    const alone = part.findIndex(({ isAlone }) => isAlone);
    if (alone >= 0) part = part.slice(0, Math.max(1, alone));
    const text = () => encodeBatch(part.map(({ request }) => request), this.#texts);
    let content = text();
    while (content.length > maxContentChars && part.length > 1) {
      part = part.slice(0, Math.ceil(part.length / 2));
      content = text();
    }
    return { part, content };
  }
}

function isWanted({ request: { signal } }: Ticket): boolean {
  return !signal?.aborted;
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
