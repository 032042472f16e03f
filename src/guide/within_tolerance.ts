/**
 * A guide for numbers that may be off by a little.
 *
 * @module
 */
import { printValue } from "../trace/print_value.ts";
import type { TextGuide } from "./text_guide.ts";

/** Options of `withinTolerance`; at least one is given, and the wider one counts. */
export interface WithinToleranceOptions {
  /** Largest difference from the expected number. @default 0 */
  readonly absolute?: number;
  /** Largest difference as a part of the expected number: 0.05 for 5 %. @default 0 */
  readonly relative?: number;
}

/**
 * A guide that scores 1 for a number within a tolerance of the expected one, as Python's `math.isclose` counts it, and
 * beyond it the tolerance divided by the difference: 0.5 at twice the tolerance, 0 for what is no finite number. The
 * feedback says by how much the output is off and in which direction. The metric `error` is the output minus the expected
 * number.
 *
 * @throws {RangeError} when a tolerance is negative, not finite, or none is given
 * @throws {TypeError} in the guide, for an example whose `expected` is no finite number
 *
 * @example
 * ```ts
 * import { withinTolerance } from "@opto/opto/guide";
 * import { assertEquals } from "@std/assert";
 *
 * const guide = withinTolerance({ absolute: 0.5 });
 * assertEquals(await guide({ input: null, expected: 10 }, 12), {
 *   score: 0.25,
 *   feedback: "The output 12 is 2 too high (20 %): 10 was expected, within 0.5.",
 *   metrics: { error: 2 },
 * });
 * ```
 */
export function withinTolerance<Out = unknown>(
  { absolute, relative }: WithinToleranceOptions,
): TextGuide<Out, number> {
  if (absolute === undefined && relative === undefined) {
    throw new RangeError("Cannot use a tolerance: received neither absolute nor relative");
  }
  for (const [name, value] of Object.entries({ absolute, relative })) {
    if (value === undefined || (Number.isFinite(value) && value >= 0)) continue;
    throw new RangeError(
      `Cannot use "${value}" as the ${name} tolerance: received no finite number of at least 0`,
    );
  }
  return ({ expected }, output) => {
    if (typeof expected !== "number" || !Number.isFinite(expected)) {
      throw new TypeError(
        `Cannot use ${printValue(expected, 100)} as the expected number: received no finite number`,
      );
    }
    if (output instanceof Error) return { score: 0, feedback: `It failed: ${output.message}` };
    if (typeof output !== "number" || !Number.isFinite(output)) {
      const text = printValue(output, 500);
      return {
        score: 0,
        feedback: `The output ${text} is no finite number; ${expected} was expected.`,
      };
    }
    const allowed = Math.max(absolute ?? 0, (relative ?? 0) * Math.abs(expected));
    const error = output - expected;
    const distance = Math.abs(error);
    const metrics = { error };
    if (distance <= allowed) {
      return { score: 1, feedback: `Correct: ${output} is ${offText(error, expected)}.`, metrics };
    }
    return {
      score: allowed / distance,
      feedback: `The output ${output} is ${offText(error, expected)}: ${expected} was expected, ` +
        `within ${short(allowed)}.`,
      metrics,
    };
  };
}

/** The difference in words: `2 too high (20 %)`. */
function offText(error: number, expected: number): string {
  if (error === 0) return "exact";
  const part = Math.abs(error / expected) * 100;
  const percent = Number.isFinite(part) ? ` (${Number(part.toPrecision(3))} %)` : "";
  return `${short(Math.abs(error))} too ${error > 0 ? "high" : "low"}${percent}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
