/**
 * Errors on their way between two processes, and the errors of a task process itself.
 *
 * @module
 */
import { errorOfCode } from "../error_of_code.ts";
import { OptoError } from "../errors.ts";
import { printValue } from "../trace/print_value.ts";
import type { ErrorData } from "./message.ts";

/** Why a supervisor ended a run: its process did not give the thread back, or was gone. */
export type ProcessErrorCode = "TASK_BLOCKED" | "TASK_ENDED";

/** The process of a task was killed by its supervisor, or ended by itself. */
export class TaskProcessError extends OptoError {
  override readonly code: ProcessErrorCode;

  /** An end without a result. @param code the kind @param message the fault @param advice in one sentence */
  constructor(code: ProcessErrorCode, message: string, advice: string) {
    super(message, { advice });
    this.code = code;
  }
}

/** An error of the library with a code that has no class here. */
class OtherError extends OptoError {
  override readonly code: string;

  constructor({ code = "internal", message, advice }: ErrorData) {
    super(message, advice === undefined ? {} : { advice });
    this.code = code;
  }
}

/** A thrown value as data. */
export function errorData(error: unknown): ErrorData {
  if (!(error instanceof Error)) {
    return { name: "Error", message: `thrown: ${printValue(error, 2_000)}` };
  }
  const { name, message, stack } = error;
  return {
    name,
    message,
    ...(error instanceof OptoError ? { code: error.code } : {}),
    ...(error instanceof OptoError && error.advice !== undefined ? { advice: error.advice } : {}),
    ...(stack === undefined ? {} : { stack: `${stack}${causesOf(error)}` }),
  };
}

/** The error of data, with the class and the stack that it had. */
export function errorOf(data: ErrorData): Error {
  const error = made(data);
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}

function made(data: ErrorData): Error {
  const { code, name, message } = data;
  if (code === undefined) return Object.assign(new Error(message), { name });
  return errorOfCode(data) ?? new OtherError(data);
}

/** Causes that are shown; an error may be its own cause. */
const maxCauses = 8;

function causesOf({ cause }: Error, depth = 0): string {
  if (cause === undefined || depth === maxCauses) return "";
  const text = cause instanceof Error ? cause.stack ?? cause.message : printValue(cause, 500);
  return `\ncaused by ${text}${cause instanceof Error ? causesOf(cause, depth + 1) : ""}`;
}
