/**
 * The spending of one step, the same in every repetition of a run: evaluations, and tokens of answered model calls.
 *
 * @module
 */
import type { Spending } from "../problem/allocation.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { Journal } from "./journal.ts";

/** Counts the spending of the running step. */
export class StepSpending {
  readonly #journal: Journal;
  readonly #count: () => number;
  /** Evaluations of the run before the step. */
  #before = 0;
  /** Tokens by call. */
  #tokens = new Map<string, number>();

  /** @param count the evaluations of the run so far, those answered from its log included */
  constructor(journal: Journal, count: () => number) {
    this.#journal = journal;
    this.#count = count;
  }

  /** Starts a step. */
  begin(): void {
    this.#before = this.#count();
    this.#tokens = new Map();
  }

  /** Counts the model calls of an ask: those that are made, and at its end those that its log contains. */
  see(event: RunEvent): void {
    if (event.type === "exchange") this.#add(event);
    if (event.type !== "answered") return;
    const { step, proposal: first, suggestions } = event;
    for (const exchange of this.#journal.exchangesOf(step)) {
      const { proposal = -1 } = exchange;
      if (proposal >= first && proposal < first + Math.max(1, suggestions)) this.#add(exchange);
    }
  }

  /** The spending of the step so far. */
  get spent(): Spending {
    return {
      evaluations: this.#count() - this.#before,
      tokens: this.#tokens.values().reduce((sum, tokens) => sum + tokens, 0),
    };
  }

  #add({ proposal, attempt, key, response: { usage } }: EventOf<"exchange">): void {
    const tokens = usage.promptTokens + usage.completionTokens;
    this.#tokens.set(`${proposal} ${attempt} ${key}`, tokens);
  }
}
