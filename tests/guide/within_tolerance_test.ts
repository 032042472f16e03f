/** `withinTolerance` on both sides of its border, and what it says. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { withinTolerance, type WithinToleranceOptions } from "../../src/guide/within_tolerance.ts";

const cases: readonly (readonly [WithinToleranceOptions, number, unknown, number, string])[] = [
  [{ absolute: 0.5 }, 10, 10.5, 1, "Correct: 10.5 is 0.5 too high (5 %)."],
  [{ absolute: 0.5 }, 10, 10, 1, "Correct: 10 is exact."],
  [{ absolute: 0.5 }, 10, 9, 0.5, "The output 9 is 1 too low (10 %): 10 was expected, within 0.5."],
  [{ relative: 0.25 }, -8, -10, 1, "Correct: -10 is 2 too low (25 %)."],
  [
    { relative: 0.25 },
    -8,
    -4,
    0.5,
    "The output -4 is 4 too high (50 %): -8 was expected, within 2.",
  ],
  [{ relative: 0.1, absolute: 3 }, 10, 13, 1, "Correct: 13 is 3 too high (30 %)."],
  [{ relative: 0.1 }, 0, 1, 0, "The output 1 is 1 too high: 0 was expected, within 0."],
  [{ absolute: 0 }, 0, -0, 1, "Correct: 0 is exact."],
  [{ absolute: 1 }, 0, NaN, 0, "The output NaN is no finite number; 0 was expected."],
  [{ absolute: 1 }, 0, "0", 0, 'The output "0" is no finite number; 0 was expected.'],
  [{ absolute: 1 }, 0, new Error("boom"), 0, "It failed: boom"],
];

for (const [options, expected, output, score, feedback] of cases) {
  Deno.test(`withinTolerance() says of ${String(output)} for ${expected}: ${feedback}`, async () => {
    const judged = await withinTolerance(options)({ input: null, expected }, output);
    assertAlmostEquals(judged.score, score);
    assertEquals(judged.feedback, feedback);
    if (typeof output === "number" && Number.isFinite(output)) {
      assertAlmostEquals(judged.metrics?.error ?? NaN, output - expected);
    }
  });
}

Deno.test("withinTolerance() refuses tolerances and expected values that are no numbers", () => {
  assertThrows(() => withinTolerance({}), RangeError, "neither");
  for (const absolute of [-1, NaN, Infinity]) {
    assertThrows(() => withinTolerance({ absolute }), RangeError, "absolute tolerance");
  }
  const guide = withinTolerance({ relative: 1 });
  assertThrows(() => guide({ input: null }, 1), TypeError, "expected number");
  assertThrows(() => guide({ input: null, expected: Infinity }, 1), TypeError, "expected number");
});
