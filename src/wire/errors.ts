/**
 * Errors in messages between processes.
 *
 * @module
 */
import { BudgetError, ModelError, OptoError, TaskError } from "../errors.ts";
import { errorOfCode } from "../error_of_code.ts";
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
  const data = readError(json, "error");
  const { code, message, advice } = data;
  if (origin === "trusted" && code === undefined) return new Error(message);
  const known = origin === "trusted" ? errorOfCode(data) : undefined;
  return known ?? new TaskError(message, advice === undefined ? {} : { advice });
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
