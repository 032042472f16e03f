/**
 * A candidate: a set of parameter values under evaluation.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { TaskError } from "../errors.ts";
import type { Values } from "../problem/problem.ts";
import { readValue, writeValue } from "../trace/data/exact_value.ts";
import { canonicalJson, contentHash } from "./canonical_json.ts";

/** A set of values for every trainable parameter, with an id that is the hash of the values. */
export interface Candidate {
  /** Twelve hexadecimal digits; equal values have equal ids on every machine. */
  readonly id: string;
  /** All parameter values by name. */
  readonly values: Values;
  /**
   * Whether its code was not validated completely: it may be evaluated and be varied, and nothing else before `confirm`.
   *
   * @default false
   */
  readonly isProvisional?: boolean;
}

/**
 * Makes the candidate of some values.
 *
 * @throws {TaskError} when a value cannot be encoded: a function, a class instance
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { candidateOf } from "@opto/opto/trainer";
 *
 * assertEquals(candidateOf({ a: 1, b: 2 }).id, candidateOf({ b: 2, a: 1 }).id);
 * ```
 */
export function candidateOf(values: Values): Candidate {
  try {
    return { id: contentHash(values), values };
  } catch (error) {
    mapValues(values, canonicalJson); // throws, with the name of the value
    throw error;
  }
}

/**
 * Values as stored in events: JSON, with tags for values that JSON lacks.
 *
 * @throws {TaskError} when a value cannot be encoded
 */
export function encodeValues(values: Values): Values {
  return mapValues(values, (value) => writeValue(value));
}

/** @throws {TaskError} with the name of the value for which the function throws */
function mapValues(values: Values, write: (value: unknown) => unknown): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      try {
        return [name, write(value)];
      } catch (cause) {
        throw new TaskError(
          `Cannot write the value of "${name}" down as a parameter: received ${messageOf(cause)}`,
          {
            cause,
            advice: "Trainable values must be data: numbers, strings, arrays, records, Maps, Sets.",
          },
        );
      }
    }),
  );
}

/** Values from an event: the author's own values, or parsed answers of a model. */
export function decodeValues(encoded: Values): Values {
  return Object.fromEntries(
    Object.entries(encoded).map((
      [name, value],
    ) => [name, readValue(value, { compilesRegExps: true })]),
  );
}
