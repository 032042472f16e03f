/**
 * Errors in messages between processes.
 *
 * @module
 */
import {
  BudgetError,
  ModelError,
  OptoError,
  SandboxError,
  StorageError,
  TaskError,
  UsageError,
} from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { flag, optional, record, text } from "./shape.ts";
import type { Origin } from "./value.ts";

/** Most characters of each text. */
const maxText = 10_000;

/** The error as JSON, without its stack. */
export function encodeError(error: unknown): unknown {
  if (!(error instanceof OptoError)) return { message: cut(messageOf(error)) };
  return {
    code: error.code,
    message: cut(error.message),
    ...(error.advice === undefined ? {} : { advice: cut(error.advice) }),
    ...(error instanceof BudgetError ? { budget: error.budget } : {}),
    ...(error instanceof ModelError && error.isFatal ? { isFatal: true } : {}),
  };
}

/**
 * The error of JSON of any origin. One of an untrusted origin is a `TaskError`, whatever it says that it is: it may end its own
 * run, and tells nothing about budgets, models and sandboxes of the host.
 *
 * @throws {TypeError} for another shape
 */
export function decodeError(json: unknown, origin: Origin = "untrusted"): Error {
  const { code, message, advice, budget, isFatal } = readError(json, "error");
  const options = advice === undefined ? {} : { advice };
  if (origin === "untrusted") return new TaskError(message, options);
  switch (code) {
    case undefined:
      return new Error(message);
    case "usage":
      return new UsageError(message, options);
    case "sandbox":
      return new SandboxError(message, options);
    case "storage":
      return new StorageError(message, options);
    case "budget":
      return new BudgetError(budget ?? "", message);
    case "model":
      return new ModelError(message, { ...options, isFatal: isFatal ?? false });
    default:
      return new TaskError(message, options);
  }
}

const readError = record({
  code: optional(text(100)),
  message: text(maxText),
  advice: optional(text(maxText)),
  budget: optional(text(100)),
  isFatal: optional(flag),
});

function cut(given: string): string {
  return given.slice(0, maxText);
}
