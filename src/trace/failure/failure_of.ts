/**
 * Reads a failure from any thrown value, including `throw 3` and errors with hostile getters.
 *
 * @module
 */
import { ExecutionError } from "./execution_error.ts";
import type { Failure } from "../failure.ts";
import { printValue } from "../print_value.ts";
import { authorPlace } from "./stack_frames.ts";
import { valueKind } from "../value.ts";

const maxMessage = 4000;

/**
 * The failure for a thrown value. The failure of an inner step is more precise and is used instead.
 *
 * @param error any thrown value
 * @param full builds the text with source lines from the failure's own text
 */
export function failureOf(error: unknown, full: (note: string) => string): Failure {
  if (error instanceof ExecutionError && error.node.failure !== undefined) {
    return error.node.failure;
  }
  const read = readThrown(error);
  const place = authorPlace(error);
  return { kind: "thrown", ...read, full: full(simpleText(read)), ...place && { place } };
}

/** `(TypeError) message`, as an exception node's value. */
export function simpleText(failure: Pick<Failure, "name" | "message">): string {
  return `(${failure.name}) ${failure.message}`;
}

/** Name and message of a thrown value; never throws. */
export function readThrown(error: unknown): { name: string; message: string } {
  if (!(error instanceof Error)) {
    return { name: valueKind(error), message: printValue(error, maxMessage) };
  }
  const name = readText(error, "name");
  return {
    name: name === "" ? "Error" : name.slice(0, 100),
    message: readText(error, "message").slice(0, maxMessage) || "no message was given",
  };
}

function readText(error: Error, key: "name" | "message"): string {
  try {
    const text: unknown = error[key];
    return typeof text === "string" ? text : "";
  } catch {
    return ""; // a getter that throws gives no text
  }
}
