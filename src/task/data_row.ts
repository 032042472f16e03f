/**
 * Checks the examples that rows of a data file make.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { printValue } from "../trace/print_value.ts";
import type { GivenExample } from "./define_task.ts";

/** Most rows of a data file. */
export const maxDataRows = 1_000_000;

/** A row of a data file, by name and line from 1. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

/**
 * The example that a row makes.
 *
 * @param make gives it; what it throws is told with file and line
 * @throws {TaskError} with file and line, when there is none
 */
export function exampleIn(
  { file, line }: RowPlace,
  make: () => unknown,
  advice: string,
): GivenExample {
  const refuse = (what: string, cause?: unknown) =>
    new TaskError(`Cannot read ${file}:${line} as an example: ${what}`, {
      ...(cause === undefined ? {} : { cause }),
      advice,
    });
  let made: unknown;
  try {
    made = make();
  } catch (cause) {
    throw refuse(messageOf(cause), cause);
  }
  if (typeof made !== "object" || made === null || Array.isArray(made)) {
    throw refuse(`received ${printValue(made, 60)}`);
  }
  if (!("input" in made) || made.input === undefined) {
    throw refuse(`it has no input: received ${printValue(made, 60)}`);
  }
  return made as GivenExample; // as: it has an input
}

/** @throws {TaskError} when there are too many rows */
export function requireFewRows(file: string, count: number): void {
  if (count <= maxDataRows) return;
  throw new TaskError(`Cannot read ${file} as examples: received ${count} rows`, {
    advice: `Give at most ${maxDataRows} rows.`,
  });
}
