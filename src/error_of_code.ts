/**
 * Errors of the library from data, as another process sends them.
 *
 * @module
 */
import {
  BudgetError,
  ModelError,
  type OptoError,
  SandboxError,
  StorageError,
  TaskError,
  UsageError,
} from "./errors.ts";

/** An error as data. */
export interface CodedError {
  /** `code` of its class. */
  readonly code?: string | undefined;
  readonly message: string;
  readonly advice?: string | undefined;
  /** Of a budget error: the limit. */
  readonly budget?: string | undefined;
  /** Of a model error. */
  readonly isFatal?: boolean | undefined;
}

/** The error of a class that callers catch; undefined for another code. */
export function errorOfCode(
  { code, message, advice, budget, isFatal = false }: CodedError,
): OptoError | undefined {
  const options = advice === undefined ? {} : { advice };
  switch (code) {
    case "usage":
      return new UsageError(message, options);
    case "task":
      return new TaskError(message, options);
    case "sandbox":
      return new SandboxError(message, options);
    case "storage":
      return new StorageError(message, options);
    case "budget":
      return budget === undefined ? undefined : new BudgetError(budget, message);
    case "model":
      return new ModelError(message, { ...options, isFatal });
    default:
      return undefined;
  }
}
