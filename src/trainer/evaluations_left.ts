/**
 * What is left of a budget of evaluations, at each place where a run decides by it.
 *
 * @module
 */
import { affordable } from "./affordable.ts";
import type { Evaluations } from "./evaluations.ts";
import type { TaskFacts } from "./evaluator.ts";
import type { AskPlace, EvaluationLimits } from "./settings_in_force.ts";

/** The parts of a training that tell what is left. */
export interface EvaluationsLeftOptions {
  readonly evaluations: Evaluations;
  readonly limits: EvaluationLimits;
  readonly facts: TaskFacts;
  readonly settings: { readonly samples: number };
}

/** Tells what is left under the limit that held when a decision was taken. */
export class EvaluationsLeft {
  readonly #options: EvaluationsLeftOptions;

  /** @param options the parts of the training */
  constructor(options: EvaluationsLeftOptions) {
    this.#options = options;
  }

  /** Evaluations, each with all its samples. */
  at(place: AskPlace): number {
    const { evaluations, limits, settings: { samples } } = this.#options;
    return Math.floor(evaluations.leftOf(limits.at(place)) / samples);
  }

  /** The number of candidates that can be evaluated on a batch, so that the best of them can become the best of the run. */
  candidatesOn(batch: number, place: AskPlace): number {
    const { facts: { examples } } = this.#options;
    const later = examples.validation > 0 ? 0 : examples.train - batch;
    return affordable({ evaluationsLeft: this.at(place), examples }, batch, { later });
  }
}
