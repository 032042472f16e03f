/**
 * Counts the spending of a run, and limits its evaluations.
 *
 * @module
 */
import { BudgetError } from "../errors.ts";
import type { ModelUsage } from "../model/language_model.ts";
import { type ModelRole, noUsage, type RunUsage, withCallOf } from "../model/spending.ts";
import type { EventOf, RunEvent, Spent } from "./event.ts";

/** The limit of a ledger, and earlier spending. */
export interface LedgerOptions {
  readonly maxEvaluations: number | null;
  /** Spending according to the event log. @default nothing */
  readonly before?: Spent;
  /** The known part of its dollars, where the price of a call is not known. @default its dollars */
  readonly knownUsd?: number;
  /** Seconds since any fixed moment. */
  readonly clock: () => number;
}

/** Counts spending. The model's own meter enforces its limits; here its calls are only counted. */
export class Ledger {
  /** Evaluations of the whole run; null for no limit. */
  readonly maxEvaluations: number | null;
  readonly #clock: () => number;
  readonly #start: number;
  #usage: RunUsage;
  #knownUsd: number;
  #evaluations: number;
  #reserved = 0;
  /** All evaluations of the held-out test, those spent before included. */
  #forTest = 0;

  /** @param options the limit and earlier spending */
  constructor(options: LedgerOptions) {
    const { maxEvaluations, before = nothingSpent, clock } = options;
    this.#knownUsd = options.knownUsd ?? before.usd ?? 0;
    this.maxEvaluations = maxEvaluations;
    this.#clock = clock;
    this.#start = clock() - before.seconds;
    const { evaluations, seconds: _before, ...usage } = before;
    this.#usage = usage;
    this.#evaluations = evaluations;
  }

  /** Seconds of the run so far, rounded to milliseconds. */
  get seconds(): number {
    return Math.round((this.#clock() - this.#start) * 1000) / 1000;
  }

  /** Evaluations of the whole run for anything but the test, the same after a resume; infinite without a limit. */
  roomWithin(limit: number | null): number {
    return (limit ?? Infinity) - (this.#affordsTest(limit) ? this.#forTest : 0);
  }

  /**
   * Sets the evaluations of the held-out test aside until `release`, unless they are more than half of the limit.
   *
   * @param done those that were spent before @returns whether they are set aside
   */
  setAside(count: number, done: number): boolean {
    this.#forTest = count;
    // Decided by the whole limit, so that a resumed run decides equally.
    const isAffordable = this.#affordsTest(this.maxEvaluations);
    this.#reserved = isAffordable ? Math.max(0, count - done) : 0;
    return isAffordable;
  }

  /** Releases what was set aside. */
  release(): void {
    this.#reserved = 0;
  }

  /**
   * Counts evaluations before they start: all of them or, if they do not fit, none.
   *
   * @throws {BudgetError} when they do not fit
   */
  spendEvaluations(count: number): void {
    if (count > this.#left()) {
      throw new BudgetError(
        "evaluations",
        `Cannot start ${count} evaluations: ${this.#evaluations} of ${this.maxEvaluations} are spent` +
          (this.#reserved > 0 ? ` and ${this.#reserved} set aside for the test` : ""),
      );
    }
    this.#evaluations += count;
  }

  /** Counts a model call that was paid for. */
  spendCall(usage: ModelUsage, role: ModelRole = "optimizer"): void {
    this.#usage = withCallOf(this.#usage, role, usage);
    this.#knownUsd += usage.usd ?? 0;
  }

  /** Dollars of the calls whose price is known: a limit of dollars holds these. */
  get knownUsd(): number {
    return this.#knownUsd;
  }

  /** The total spending. */
  spent(): Spent {
    return { ...this.#usage, evaluations: this.#evaluations, seconds: this.seconds };
  }

  #affordsTest(limit: number | null): boolean {
    return this.#forTest <= (limit ?? Infinity) / 2;
  }

  #left(): number {
    return (this.maxEvaluations ?? Infinity) - this.#evaluations - this.#reserved;
  }
}

/** Spending according to the events of a log. */
export function spentIn(events: readonly RunEvent[]): Spent {
  return events.reduce(withEvent, nothingSpent);
}

/** The part of the dollars that is known, according to the events of a log. */
export function knownUsdIn(events: readonly RunEvent[]): number {
  return events.reduce((usd, event) => usd + (usageOf(event)?.usd ?? 0), 0);
}

/** Spending at the start. */
export const nothingSpent: Spent = { ...noUsage, evaluations: 0, seconds: 0 };

/** Spending with what the next event of a log tells. */
export function withEvent(spent: Spent, event: RunEvent): Spent {
  switch (event.type) {
    case "evaluated":
      return { ...atLeast(spent, event.seconds), evaluations: spent.evaluations + 1 };
    case "exchange":
      return withPaid(atLeast(spent, event.seconds), event);
    case "model-trouble":
      return withPaid(spent, event);
    case "step":
      return atLeast(spent, event.spent.seconds);
    case "finished":
      return atLeast(spent, event.seconds);
    default:
      return spent;
  }
}

function withPaid(spent: Spent, event: EventOf<"exchange" | "model-trouble">): Spent {
  const usage = usageOf(event);
  return usage === undefined ? spent : withCallOf(spent, event.role ?? "optimizer", usage);
}

/** The usage of a call that was paid for. */
function usageOf(event: RunEvent): ModelUsage | undefined {
  if (event.type === "exchange") return event.response.usage;
  return event.type === "model-trouble" ? event.usage : undefined;
}

function atLeast(spent: Spent, seconds = spent.seconds): Spent {
  return { ...spent, seconds: Math.max(spent.seconds, seconds) };
}
