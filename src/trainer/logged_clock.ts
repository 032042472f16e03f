/**
 * An evaluator that takes results decided by time limits from the log of an earlier run.
 *
 * Whether code ends within its time limit depends on the machine and its load. All other results are the same in
 * every repetition and are computed again.
 *
 * @module
 */
import { type Candidate, decodeValues } from "./candidate.ts";
import { reportIn } from "./evaluated_event.ts";
import { decodeRejection } from "./proposed_event.ts";
import type {
  Attempt,
  EvaluationRequest,
  Evaluator,
  Report,
  ValidateOptions,
} from "./evaluator.ts";
import type { Validation } from "../problem/proposal.ts";
import type { EventOf, RunEvent } from "./event.ts";

/** Wraps an evaluator with the time-outs of an earlier run. @param events the log of that run */
export function withLoggedClock(evaluator: Evaluator, events: Iterable<RunEvent>): Evaluator {
  return new LoggedClock(evaluator, events);
}

class LoggedClock implements Evaluator {
  readonly isBatched: boolean;
  readonly exampleText?: NonNullable<Evaluator["exampleText"]>;
  readonly exportAgent?: NonNullable<Evaluator["exportAgent"]>;
  readonly draw?: NonNullable<Evaluator["draw"]>;
  readonly #evaluator: Evaluator;
  readonly #evaluated = new Map<string, EventOf<"evaluated">>();
  readonly #proposed = new Map<string, EventOf<"proposed">>();

  constructor(evaluator: Evaluator, events: Iterable<RunEvent>) {
    this.#evaluator = evaluator;
    this.isBatched = evaluator.isBatched ?? false;
    if (evaluator.exampleText !== undefined) {
      this.exampleText = (example) => evaluator.exampleText!(example); // !: checked above
    }
    if (evaluator.exportAgent !== undefined) {
      this.exportAgent = (candidate) => evaluator.exportAgent!(candidate); // !: checked above
    }
    if (evaluator.draw !== undefined) this.draw = (request) => evaluator.draw!(request); // !: checked above
    for (const event of events) {
      if (event.type === "evaluated") {
        this.#evaluated.set(pairKey(event.candidate, event), event);
      } else if (event.type === "proposed") this.#proposed.set(attemptKey(event), event);
    }
  }

  facts(): ReturnType<Evaluator["facts"]> {
    return this.#evaluator.facts();
  }

  async evaluate(request: EvaluationRequest): Promise<Report> {
    const logged = this.#evaluated.get(pairKey(request.candidate.id, request));
    if (logged?.isByClock) return reportIn(logged);
    const report = await this.#evaluator.evaluate(request);
    return report.isByClock && logged !== undefined ? reportIn(logged) : report;
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    options: ValidateOptions = {},
  ): Promise<Validation> {
    const logged = options.attempt && this.#proposed.get(attemptKey(options.attempt));
    if (logged?.isByClock) return validationOf(logged, changed);
    const validation = await this.#evaluator.validate(candidate, changed, options);
    return validation.isByClock && logged ? validationOf(logged, changed) : validation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#evaluator[Symbol.asyncDispose]();
  }
}

function validationOf(
  { rejections, changes = {}, isByClock = false }: EventOf<"proposed">,
  changed: readonly string[],
): Validation {
  return {
    rejections: rejections.filter(({ parameter }) => changed.includes(parameter))
      .map(decodeRejection),
    values: Object.fromEntries(
      Object.entries(decodeValues(changes)).filter(([name]) => changed.includes(name)),
    ),
    isByClock,
  };
}

function attemptKey({ step, proposal, attempt }: Attempt): string {
  return `${step} ${proposal} ${attempt}`;
}

function pairKey(
  candidate: string,
  { example: { split, index }, sample = 0 }: Pick<EvaluationRequest, "example" | "sample">,
): string {
  return `${candidate} ${split}/${index} ${sample}`;
}
