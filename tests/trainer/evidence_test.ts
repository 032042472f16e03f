import { assert, assertAlmostEquals, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { randomFrom } from "../../src/seeds.ts";
import { evidenceAbove, evidenceBelow, unrefuted } from "../../src/trainer/evidence.ts";

Deno.test("evidenceAbove() is the mean wealth of players who stake on each sign", () => {
  assertEquals([evidenceAbove(0, []), evidenceAbove(0, [0, 0])], [1, 1]);
  assertEquals(evidenceAbove(0, [3]), (1.25 + 1.5 + 1.75 + 2) / 4);
  assertEquals(evidenceAbove(0, [-3]), (0.75 + 0.5 + 0.25 + 0) / 4);
  assertEquals(evidenceAbove(1, [4, 4]), evidenceAbove(0, [1, 1]));
  assertEquals(evidenceAbove(0, [4, 1]), evidenceAbove(0, [40, 10]));
  assert(evidenceAbove(0, [4, 1]) < evidenceAbove(0, [4, 4]));
  assertEquals(evidenceBelow(1, [-2, 3, 0]), evidenceAbove(-1, [2, -3, 0]));
});

Deno.test("evidenceAbove() is one on average over all signs, whatever the sizes: a fair game", () => {
  const random = randomFrom(1);
  for (let length = 1; length <= 8; length++) {
    const sizes = Array.from({ length }, () => 10 ** (6 * random() - 3));
    let sum = 0;
    for (let signs = 0; signs < 2 ** length; signs++) {
      sum += evidenceAbove(0, sizes.map((size, place) => signs >> place & 1 ? size : -size));
    }
    assertAlmostEquals(sum / 2 ** length, 1, 1e-12);
  }
});

Deno.test("six equal gains are the fewest that reach an error of 5 %", () => {
  const gains = (count: number) => evidenceAbove(0, Array(count).fill(1));
  assert(gains(5) < 20 && gains(6) >= 20);
});

Deno.test("a failed run outweighs all finite differences after it, and evidence stays finite", () => {
  assertEquals(evidenceAbove(0, [Infinity, -1]), evidenceAbove(0, [1]));
  assert(evidenceAbove(0, [-Infinity, 1, 1, 1]) < 1);
  assertEquals(evidenceAbove(0, Array(5000).fill(1)), Number.MAX_VALUE);
  const most = Number.MAX_VALUE;
  assert(Number.isFinite(evidenceAbove(-most, [most, -most, most])));
});

Deno.test("unrefuted() contains the mean in at least 95 % of 1,000 seeds, and has no bounds for few examples", () => {
  let contained = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const random = randomFrom(seed);
    const { low, high } = unrefuted(Array.from({ length: 12 }, () => 3 + random() - random()));
    if ((low ?? -Infinity) <= 3 && 3 <= (high ?? Infinity)) contained++;
  }
  assertGreaterOrEqual(contained, 950);
  assertEquals(unrefuted([1, 2, 3, 4, 5]), { low: null, high: null });
  assertEquals(unrefuted([1, 2, 3, 4, 5, Infinity]), { low: null, high: null });
  assertEquals(unrefuted([2, 2, 2, 2, 2, 2]), { low: 2, high: 2 });
});

Deno.test("unrefuted() is what the test does not refute", () => {
  const differences = [0.1, 0.4, 0.2, -0.1, 0.3, 0.2, 0.5, 0.1, 0.3, 0.2, 0.4, 0.1];
  const { low, high } = unrefuted(differences);
  assert(low !== null && high !== null && low < high);
  const [isLow, isHigh] = [evidenceAbove, evidenceBelow];
  assert(isLow(low - 1e-9, differences) >= 20 && isLow(low + 1e-6, differences) < 20);
  assert(isHigh(high + 1e-9, differences) >= 20 && isHigh(high - 1e-6, differences) < 20);
});
