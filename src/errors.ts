/**
 * The error classes that callers catch, each with a stable `code`.
 *
 * @module
 */

/** The common base: an error with a stable code and, where one exists, advice. */
export abstract class OptoError extends Error {
  /** Stable identifier for programs, unlike the message. */
  abstract readonly code: string;
  /** Advice, in one sentence. */
  readonly advice: string | undefined;

  /** Base constructor. @param message the fault @param options cause, and advice in one sentence */
  constructor(message: string, options: { cause?: unknown; advice?: string } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.name = new.target.name;
    this.advice = options.advice;
  }
}

/** Wrong usage: an unknown option, a value out of range, a value that is not a task. Exit code 2. */
export class UsageError extends OptoError {
  /** Always `usage`. */
  override readonly code = "usage";
}

/** The task module, its guide, data or agent is invalid. Exit code 2 before a run, 1 during a run. */
export class TaskError extends OptoError {
  /** Always `task`. */
  override readonly code = "task";
}

/** The sandbox itself failed; never thrown because of candidate code. */
export class SandboxError extends OptoError {
  /** Always `sandbox`. */
  override readonly code = "sandbox";
}

/** A budget is spent; the run ends with its results so far. */
export class BudgetError extends OptoError {
  /** Always `budget`. */
  override readonly code = "budget";
  /** The budget: `calls`, `tokens`, `usd`, `seconds` or `evaluations`. */
  readonly budget: string;

  /** A spent budget. @param budget its name @param message the limit and the spending */
  constructor(budget: string, message: string) {
    super(message, {
      advice: `Raise the budget with --budget-${budget}, or resume the run with a larger one.`,
    });
    this.budget = budget;
  }
}

/** The language model gave no answer. */
export class ModelError extends OptoError {
  /** Always `model`. */
  override readonly code = "model";
  /** HTTP status of the answer, if any. */
  readonly status: number | undefined;
  /** Raw text of the answer, if any. */
  readonly text: string | undefined;
  /** Whether later calls must fail too: a rejected key, an unknown model, a refused connection. */
  readonly isFatal: boolean;

  /** A call without an answer. @param message the fault @param options the server's response */
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
