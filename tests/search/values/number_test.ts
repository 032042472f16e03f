import { assert, assertEquals } from "@std/assert";
import type { NumberDomain } from "../../../src/search/space/domain.ts";
import { moveNumber } from "../../../src/search/values/move_number.ts";
import { numberWithin } from "../../../src/search/values/number_within.ts";
import { randomFrom } from "../../../src/seeds.ts";

const open: NumberDomain = {
  ...{ kind: "number", least: -Infinity, most: Infinity, isWhole: false },
  ...{ isLeastExcluded: false, isMostExcluded: false },
};

Deno.test("moveNumber() steps far and near", () => {
  const random = randomFrom(1);
  const domain = { ...open, least: 0, most: 100 };
  const steps = Array.from({ length: 400 }, () => Math.abs(moveNumber(50, domain, random) - 50));
  assert(steps.some((step) => step > 20) && steps.some((step) => step < 0.1));
});

Deno.test("moveNumber() gives a whole number another one", () => {
  const random = randomFrom(1);
  const domain = { ...open, isWhole: true, least: 3, most: 4 };
  for (let draw = 0; draw < 20; draw++) assertEquals(moveNumber(3, domain, random), 4);
});

Deno.test("numberWithin() keeps the digits that a move deserves", () => {
  assertEquals(numberWithin(5.123456789, open, 5), 5.1235);
  assertEquals(numberWithin(5 + 1.23456e-9, open, 5), 5.000000001235);
  assertEquals(numberWithin(1234567.891, open), 1235000);
});

Deno.test("numberWithin() gives the nearest multiple within excluded bounds", () => {
  const tenths = { ...open, least: 0, most: 1, step: 0.1, isLeastExcluded: true };
  assertEquals([0.28, 0.04, -5, 7].map((value) => numberWithin(value, tenths)), [0.3, 0.1, 0.1, 1]);
  assertEquals(numberWithin(5, { ...open, isWhole: true, least: 1.2, most: 1.8 }), undefined);
  const above = numberWithin(0, { ...open, least: 0, isLeastExcluded: true });
  assert(above !== undefined && above > 0);
});
