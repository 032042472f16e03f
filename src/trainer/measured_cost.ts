/**
 * The cost of an evaluation in a run: as declared, or measured once and logged.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import { type EvaluationCost, usualCost } from "./evaluation_cost.ts";
import type { Report } from "./evaluator.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { Journal } from "./journal.ts";

/** Where the cost comes from, and where a measured one is written. */
export interface MeasuredCostOptions {
  readonly settings: { readonly evaluationCost: EvaluationCost };
  /** What proposes; without one nothing is measured, and evaluations are free. */
  readonly model: LanguageModel | null;
  readonly journal: Journal;
  readonly emit: (event: RunEvent) => void;
}

/**
 * The cost in force. A measured one is the mean time of the evaluations before the first answer by the mean time of that
 * answer's calls, at most 1; a resumed run has it from its log, so that no clock decides twice.
 */
export class MeasuredCost {
  readonly #options: MeasuredCostOptions;
  /** In milliseconds. */
  readonly #evaluations: number[] = [];
  readonly #calls: number[] = [];
  #cost: number | undefined;

  constructor(options: MeasuredCostOptions) {
    this.#options = options;
    const { settings: { evaluationCost }, journal } = options;
    this.#cost = evaluationCost === "measured"
      ? journal.measurement()?.evaluationCost
      : evaluationCost;
  }

  /** In model calls; the usual cost while it is not measured. */
  get value(): number {
    return this.#cost ?? (this.#options.model === null ? 0 : usualCost);
  }

  /** Takes the times of evaluations. */
  evaluated(reports: readonly Report[]): void {
    if (this.#cost !== undefined) return;
    for (const { durationMs } of reports) this.#evaluations.push(durationMs);
  }

  /** Takes the times of calls, and measures at the end of the first ask that a model answered. */
  see(event: RunEvent): void {
    if (this.#cost !== undefined) return;
    if (event.type === "exchange") this.#call(event);
    if (event.type !== "answered") return;
    const { journal, emit } = this.#options;
    if (this.#calls.length === 0) {
      journal.exchangesOf(event.step).forEach((call) => this.#call(call));
    }
    const [evaluationMs, callMs] = [mean(this.#evaluations), mean(this.#calls)];
    if (evaluationMs === undefined || callMs === undefined) return;
    const evaluationCost = Math.min(1, Number((evaluationMs / callMs).toPrecision(2)));
    this.#cost = evaluationCost;
    emit({ type: "measured", step: event.step, evaluationCost, evaluationMs, callMs });
  }

  #call({ role, durationMs }: EventOf<"exchange">): void {
    if (role === undefined && durationMs !== undefined && durationMs > 0) {
      this.#calls.push(durationMs);
    }
  }
}

function mean(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
