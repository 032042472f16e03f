import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  addDependence,
  noDependence,
} from "../../../../src/search/numbers/constrained/dependence.ts";
import {
  afterTaken,
  isTrusted,
  packedKnown,
  unpackedKnown,
  withMeasured,
  withoutDrawn,
} from "../../../../src/search/numbers/constrained/known_slopes.ts";

/** Number 1 is straight in the places 0 and 1, number 2 is the square of place 2. */
const judge = ([a = 0, b = 0, c = 0]: readonly number[]) => Float64Array.of(0, 2 * a - b, c * c);

const dependence = noDependence(3, 3);
addDependence(dependence, 1, 0);
addDependence(dependence, 1, 1);
addDependence(dependence, 2, 2);

const known = withMeasured(
  new Map(),
  [
    { number: 1, place: 0, slope: 2 },
    { number: 1, place: 1, slope: -1 },
    { number: 2, place: 2, slope: 1 },
  ],
  { numbers: [1, 2], dependence },
);

Deno.test("afterTaken() trusts slopes that foretold a step, and corrects those that did not along it", () => {
  const [from, step] = [[0.5, 0.5, 0.5], Float64Array.of(0.1, 0.2, 0.25)];
  const to = from.map((value, place) => value + step[place]!); // one for each
  const after = afterTaken(known, { step, before: judge(from), after: judge(to) });
  assertEquals(after.get(1), known.get(1));
  assert(isTrusted(after.get(1)));
  assertAlmostEquals(after.get(2)!.slopes[0]!, 1.25, 1e-6);
  assertAlmostEquals(after.get(2)!.error, 0.25, 1e-6);
  assert(!isTrusted(after.get(2)) && !isTrusted(after.get(0)));
});

Deno.test("withoutDrawn() forgets the slopes of numbers that depend on what was drawn anew", () => {
  assertEquals([...withoutDrawn(known, new Set([1])).keys()], [2]);
});

Deno.test("unpackedKnown() gives what was packed, but for numbers that depend on more places by now", () => {
  const text = packedKnown(known);
  assertEquals(unpackedKnown(text, dependence), known);
  const more = { ...dependence, bits: dependence.bits.slice() };
  addDependence(more, 2, 0);
  assertEquals([...unpackedKnown(text, more).keys()], [1]);
});
