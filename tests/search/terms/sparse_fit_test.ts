import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomFrom } from "../../../src/seeds.ts";
import { sparseFits } from "../../../src/search/terms/sparse_fit.ts";

const random = randomFrom(7);

/** A model whose slopes are drawn, and whose residuals are made less by these factors of some of them. */
function modelOf(factors: Readonly<Record<number, number>>, { examples = 12, terms = 60 } = {}) {
  const slopes = Array.from(
    { length: examples },
    () => Float64Array.from({ length: terms }, () => random() - 0.5),
  );
  const residuals = Float64Array.from(
    slopes,
    (slope) =>
      Object.entries(factors).reduce(
        (sum, [term, factor]) => sum - factor * slope[Number(term)]!, // !: one of them
        0,
      ),
  );
  return { residuals, slopes };
}

Deno.test("sparseFits() finds the few of many terms that leave nothing, and ends there", () => {
  const fits = sparseFits(modelOf({ 0: 2, 17: 3, 41: -0.5 }), { always: [0], most: 4 });
  const best = fits.at(-1)!; // !: the next line fails without one
  assertEquals(best.terms.toSorted(), [0, 17, 41]);
  assert(best.rest < 1e-12);
  assertEquals(fits.length, 2);
  best.terms.forEach((term, place) =>
    assertAlmostEquals(best.factors[place] ?? NaN, { 0: 2, 17: 3, 41: -0.5 }[term] ?? NaN, 1e-9)
  );
});

Deno.test("sparseFits() finds the best pair of all, as trying each does", () => {
  for (let time = 0; time < 10; time++) {
    const model = modelOf({ 1: 1, 2: 1, 3: 1, 4: 1 }, { terms: 12 });
    const restOf = (pair: readonly number[]) =>
      sparseFits({
        ...model,
        slopes: model.slopes.map((slope) => Float64Array.from(pair, (term) => slope[term]!)), // !: one of them
      }, { always: [0], most: 1 })[0]?.rest ?? Infinity;
    const pairs = Array.from(
      { length: 12 },
      (_, one) => Array.from({ length: one }, (_, other) => [one, other]),
    ).flat();
    const least = Math.min(...pairs.map(restOf));
    assertAlmostEquals(sparseFits(model, { always: [], most: 2 })[1]?.rest ?? NaN, least, 1e-12);
  }
});

Deno.test("sparseFits() takes no more terms than examples can tell apart", () => {
  const options = { always: [0, 1], most: 4 };
  const countWith = (examples: number) =>
    sparseFits(modelOf({ 5: 1, 6: 1, 7: 1, 8: 1, 9: 1 }, { examples }), options).length;
  assertEquals([6, 7, 8, 12].map(countWith), [0, 1, 2, 4]);
});

Deno.test("sparseFits() gives nothing for residuals or slopes that are 0 or not finite", () => {
  const options = { always: [0], most: 2 };
  assertEquals(sparseFits(modelOf({}), options), []);
  const { residuals, slopes } = modelOf({ 3: 1 });
  assertEquals(sparseFits({ residuals, slopes: slopes.map((each) => each.fill(0)) }, options), []);
  assertEquals(
    sparseFits({ residuals, slopes: slopes.map((each) => each.fill(NaN)) }, options),
    [],
  );
  assertEquals(sparseFits({ residuals: residuals.fill(Infinity), slopes }, options), []);
});
