/**
 * The error classes that callers catch, each with a stable `code`.
 *
 * @module
 */

/** The common base: an error with a stable code and, where one exists, advice. */
export abstract class OptoError extends Error {
  /** Stable, for programs: never the message. */
  abstract readonly code: string;
  /** What to do about it, in one sentence. */
  readonly advice: string | undefined;

  /** An error to be thrown by its own name. @param message what happened @param options cause, and advice in one sentence */
  constructor(message: string, options: { cause?: unknown; advice?: string } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.name = new.target.name;
    this.advice = options.advice;
  }
}

/** Wrong usage: an unknown option, a value out of range, a task that is no task. Exit code 2. */
export class UsageError extends OptoError {
  /** Always `usage`. */
  override readonly code = "usage";
}

/** The task module or its guide, data or agent is at fault. Exit code 2 before a run, 1 within one. */
export class TaskError extends OptoError {
  /** Always `task`. */
  override readonly code = "task";
}

/** The sandbox itself is broken; never thrown for what candidate code does. */
export class SandboxError extends OptoError {
  /** Always `sandbox`. */
  override readonly code = "sandbox";
}

/** A budget is spent; the run ends with what it has. */
export class BudgetError extends OptoError {
  /** Always `budget`. */
  override readonly code = "budget";
  /** Which budget: `calls`, `tokens`, `usd`, `seconds` or `evaluations`. */
  readonly budget: string;

  /** A budget that is spent. @param budget which one @param message what was spent of what */
  constructor(budget: string, message: string) {
    super(message, {
      advice: `Raise the budget with --budget-${budget}, or resume the run with a larger one.`,
    });
    this.budget = budget;
  }
}

/** No answer could be had from the language model. */
export class ModelError extends OptoError {
  /** Always `model`. */
  override readonly code = "model";
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** The raw text of the answer, when there was one. */
  readonly text: string | undefined;
  /** Whether no later call can succeed either: a rejected key, an unknown model, a refused connection. */
  readonly isFatal: boolean;

  /** A call without an answer. @param message what happened @param options what the server said */
  constructor(
    message: string,
    options: {
      cause?: unknown;
      advice?: string;
      status?: number | undefined;
      text?: string | undefined;
      isFatal?: boolean;
    } = {},
  ) {
    super(message, options);
    this.status = options.status;
    this.text = options.text;
    this.isFatal = options.isFatal ?? false;
  }
}
