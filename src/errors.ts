/**
 * The error classes that callers catch, each with a stable `code`.
 *
 * @module
 */

/**
 * Base class of the library's errors, each with a stable `code` and, where there is any, advice.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { OptoError, UsageError } from "@opto/opto";
 *
 * const error: unknown = new UsageError("Cannot read \"x\" as a number", { advice: "Write digits." });
 * if (error instanceof OptoError) assertEquals([error.code, error.advice], ["usage", "Write digits."]);
 * ```
 */
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

/**
 * Thrown for wrong usage, such as an unknown option or a value out of range. Exit code 2.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { UsageError } from "@opto/opto";
 * import { replaying } from "@opto/opto/model";
 *
 * await assertRejects(() => replaying("no_such_file.jsonl"), UsageError, "Cannot read");
 * ```
 */
export class UsageError extends OptoError {
  /** Always `usage`. */
  override readonly code = "usage";
}

/**
 * Thrown when a task's module, guide, data or agent is at fault. Exit code 2 before a run, 1 within one.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { TaskError } from "@opto/opto";
 * import { candidateOf } from "@opto/opto/trainer";
 *
 * assertThrows(() => candidateOf({ factor: () => 2 }), TaskError, "Cannot write");
 * ```
 */
export class TaskError extends OptoError {
  /** Always `task`. */
  override readonly code = "task";
}

/**
 * Thrown when the sandbox itself fails; never for a failure of candidate code.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SandboxError } from "@opto/opto";
 *
 * const error = new SandboxError("Cannot start a sandbox: received no process");
 * assertEquals(error.code, "sandbox");
 * ```
 */
export class SandboxError extends OptoError {
  /** Always `sandbox`. */
  override readonly code = "sandbox";
}

/**
 * Thrown when a budget is spent; a run then ends with its best so far.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { BudgetError, scriptedModel } from "@opto/opto";
 * import { metered } from "@opto/opto/model";
 *
 * const model = metered(scriptedModel(["yes"]), { budget: { calls: 0, tokens: null, usd: null } });
 * const error = await assertRejects(() => model.generate({ messages: [] }), BudgetError);
 * assertEquals(error.budget, "calls");
 * ```
 */
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

/**
 * Thrown when a language model gives no answer.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { type LanguageModel, ModelError } from "@opto/opto";
 *
 * const model: LanguageModel = {
 *   name: "closed",
 *   generate: () => Promise.reject(new ModelError("The key was rejected", { status: 401, isFatal: true })),
 * };
 * const { status } = await assertRejects(() => model.generate({ messages: [] }), ModelError);
 * assertEquals(status, 401);
 * ```
 */
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
