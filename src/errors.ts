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

/**
 * Wrong usage: an unknown option, a value out of range, a value that is not a task. Exit code 2.
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
 * The task module, its guide, data or agent is invalid. Exit code 2 before a run, 1 during a run.
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
 * The sandbox itself failed; never thrown because of candidate code.
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
 * A budget is spent; the run ends with its results so far.
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

/**
 * The language model gave no answer.
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
  /** HTTP status of the answer, if any. */
  readonly status: number | undefined;
  /** Raw text of the answer, if any. */
  readonly text: string | undefined;
  /** Whether later calls must fail too: a rejected key, an unknown model, a refused connection. */
  readonly isFatal: boolean;
  /** Tokens of the last try, where the server counted them: it was paid for, though nothing came of it. */
  readonly usage:
    | {
      readonly promptTokens: number;
      readonly completionTokens: number;
      readonly usd: number | null;
    }
    | undefined;

  /** A call without an answer. @param message the fault @param options the server's response */
  constructor(
    message: string,
    options: {
      cause?: unknown;
      advice?: string;
      status?: number | undefined;
      text?: string | undefined;
      isFatal?: boolean;
      usage?: ModelError["usage"];
    } = {},
  ) {
    super(message, options);
    this.status = options.status;
    this.text = options.text;
    this.isFatal = options.isFatal ?? false;
    this.usage = options.usage;
  }
}
