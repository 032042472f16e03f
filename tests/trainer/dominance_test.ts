import { assert, assertEquals } from "@std/assert";
import { dominates, isEqualIn, objectivesOf, withJoined } from "../../src/trainer/dominance.ts";

const directions = { cost: "lower", reach: "higher" } as const;
const vector = (score: number | null, cost: number, reach = 0) => ({
  score,
  metrics: { cost, reach },
});

Deno.test("dominates() needs to be as good in everything, and better in something", () => {
  const base = vector(1, 10, 5);
  const cases = [
    [vector(2, 9, 6), true], // better in all
    [vector(1, 10, 6), true], // better in one, equal in the rest
    [vector(1, 10, 5), false], // equal
    [vector(2, 11, 5), false], // a trade-off
    [vector(0, 10, 5), false],
  ] as const;
  for (const [other, expected] of cases) assertEquals(dominates(other, base, directions), expected);
  assert(dominates(vector(1, 99), vector(1, 0), { reach: "higher" }) === false);
  assert(dominates(vector(2, 99), vector(1, 0), {})); // the score alone
});

Deno.test("a failed run, and a missing metric, are worse than any number", () => {
  assert(dominates(vector(-1e9, 1), vector(null, 1), directions));
  const missing = { score: 1, metrics: { reach: 0 } };
  assert(dominates(vector(1, 1e9), missing, directions));
  assertEquals(objectivesOf({ score: 1, metrics: { cost: NaN } }, directions), [
    1,
    -Infinity,
    -Infinity,
  ]);
  assert(isEqualIn(missing, { score: 1, metrics: { reach: 0, other: 3 } }, directions));
});

Deno.test("withJoined() adds a trade-off, removes those it dominates, and refuses the rest", () => {
  const front = [vector(1, 10), vector(2, 20)];
  assertEquals(withJoined(front, vector(3, 30), directions)?.length, 3);
  assertEquals(withJoined(front, vector(2, 9), directions), [vector(2, 9)]);
  assertEquals(withJoined(front, vector(1, 10), directions), undefined);
  assertEquals(withJoined(front, vector(1, 11), directions), undefined);
});
