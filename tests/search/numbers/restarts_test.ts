import { assert, assertEquals } from "@std/assert";
import { roundDistribution } from "../../../src/search/numbers/distribution.ts";
import {
  packedDistribution,
  unpackedDistribution,
} from "../../../src/search/numbers/packed_distribution.ts";
import {
  isOver,
  noProgress,
  type Progress,
  progressAfter,
} from "../../../src/search/numbers/restarts.ts";

const round = roundDistribution(new Float64Array(3), { sigma: 0.1, isDiagonal: false });
const rooted = unpackedDistribution(packedDistribution(round), 3);

/** The progress after generations of four, by the lead of the best one and the distance between two. */
function after(
  generations: readonly (readonly [lead: number, distance: number])[],
  isWithin = false,
): Progress {
  return generations.reduce((progress, [lead, distance], at) => {
    const ranked = [0, 1, 2, 3].map((draw) => {
      const own = lead - draw * distance;
      return { draw, met: 1, score: own + at, lead: own };
    });
    return progressAfter(progress, { ranked, current: 7, isWithin });
  }, noProgress);
}

const repeated = <Item>(item: Item, count: number) => Array.from({ length: count }, () => item);

Deno.test("isOver() gives up a run that narrows to a worse place, and no run that may still catch up", () => {
  assert(isOver(rooted, after([[-50, 10], ...repeated([-50, 0.1] as const, 3)]), 10));
  assert(!isOver(rooted, after([[-50, 10], ...repeated([-50, 0.1] as const, 2)]), 10));
  assert(!isOver(rooted, after(repeated([-50, 10] as const, 9)), 10));
  assert(!isOver(rooted, after([[-50, 10], ...repeated([1, 0.1] as const, 9)]), 10));
});

Deno.test("isOver() gives up a run that narrows to the current candidate without reaching it", () => {
  const narrow = [[-10, 10], ...repeated([-0.05, 0.01] as const, 11)] as const;
  assert(isOver(rooted, after(narrow, true), 10));
  assert(!isOver(rooted, after(narrow), 10));
  assertEquals(after([...narrow, [0.05, 0.01]], true).reached, 0);
  const own = [[-10, 10], [0.05, 0.01], ...repeated([-0.05, 0.01] as const, 11)] as const;
  assert(!isOver(rooted, after(own, true), 10)); // its own lucky draw
});
