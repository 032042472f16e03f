/**
 * A guide for outputs that are either right or wrong.
 *
 * @module
 */
import { equalValues } from "../trace/equal_values.ts";
import { printValue } from "../trace/print_value.ts";
import type { TextGuide } from "./text_guide.ts";

/** Options of `exactMatch`. */
export interface ExactMatchOptions {
  /** Whether strings are compared without case and surrounding white space. @default false */
  readonly isLoose?: boolean;
}

/**
 * A guide that scores 1 for an output equal to the expected one, to any depth, and 0 otherwise. NaN equals NaN, -0
 * equals 0; records, Maps and Sets are compared without order, errors by all but the stack, shared parts as copies.
 *
 * @example
 * ```ts
 * import { exactMatch } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const guide = exactMatch({ isLoose: true });
 * assertEquals(await guide({ input: "2 + 2", expected: "Four" }, " four "), {
 *   score: 1,
 *   feedback: "Correct.",
 * });
 * ```
 */
export function exactMatch<Out = unknown>(
  { isLoose = false }: ExactMatchOptions = {},
): TextGuide<Out, Out> {
  const form = (value: unknown) =>
    isLoose && typeof value === "string" ? value.trim().toLowerCase() : value;
  return ({ expected }, output) => {
    if (output instanceof Error) return { score: 0, feedback: `It failed: ${output.message}` };
    if (equalValues(form(output), form(expected))) return { score: 1, feedback: "Correct." };
    const [is, was] = [printValue(output, 500), printValue(expected, 500)];
    return { score: 0, feedback: `The output is ${is}; ${was} was expected.` };
  };
}
