import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { operatorNames, tuningNames } from "../../../src/search/code_operators.ts";
import {
  credited,
  type Credits,
  drawOperator,
} from "../../../src/search/programs/operator_credit.ts";
import { randomFrom } from "../../../src/seeds.ts";

const use = (isGain: boolean) => ({ operators: ["call a function"] as const, isGain });

function shareOf(credits: Credits, count = 4_000): number {
  const random = randomFrom(1);
  const drawn = Array.from(
    { length: count },
    () => drawOperator(random, credits, operatorNames),
  );
  return drawn.filter((name) => name === "call a function").length / count;
}

Deno.test("drawOperator() draws an operator more often when its candidates were gains, and never loses one", () => {
  const before = shareOf({});
  const good = credited({}, Array.from({ length: 40 }, () => use(true)));
  const bad = credited({}, Array.from({ length: 40 }, () => use(false)));
  assert(shareOf(good) > 2 * before, `${shareOf(good)} after ${before}`);
  assert(shareOf(bad) < before * 0.7);
  assert(shareOf(bad) > before * 0.2);
});

Deno.test("credited() counts earlier generations less, and an operator once for a candidate", () => {
  const first = credited({}, [{ operators: ["tune a number", "tune a number"], isGain: true }]);
  assertEquals(first, { "tune a number": { uses: 1, gains: 1 } });
  const later = credited(first, [use(false)]);
  assertAlmostEquals(later["tune a number"]?.uses ?? 0, 0.95);
  assertEquals(later["call a function"], { uses: 1, gains: 0 });
});

Deno.test("drawOperator() draws among the given operators alone", () => {
  const random = randomFrom(2);
  for (let draw = 0; draw < 50; draw++) {
    assert(tuningNames.includes(drawOperator(random, {}, tuningNames)));
  }
});
