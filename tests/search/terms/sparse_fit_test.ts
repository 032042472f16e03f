import { assertAlmostEquals, assertEquals } from "@std/assert";
import { randomFrom } from "../../../src/seeds.ts";
import { sparseFit } from "../../../src/search/terms/sparse_fit.ts";

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

Deno.test("sparseFit() finds the fewest of many terms that leave nothing", () => {
  const right: Readonly<Record<number, number>> = { 0: 2, 17: 3, 41: -0.5 };
  const fit = sparseFit(modelOf(right), { always: [0], most: 4 });
  assertEquals(fit?.terms.toSorted((one, other) => one - other), [0, 17, 41]);
  fit?.terms.forEach((term, place) =>
    assertAlmostEquals(fit.factors[place] ?? NaN, right[term] ?? NaN, 1e-9)
  );
  assertEquals(sparseFit(modelOf({ 0: 2 }), { always: [0], most: 4 })?.terms, [0]);
});

Deno.test("sparseFit() finds each pair of terms, whatever it is", () => {
  for (let time = 0; time < 50; time++) {
    const [one, other] = [Math.floor(random() * 30), 30 + Math.floor(random() * 30)];
    const model = modelOf({ [one]: random() - 0.5, [other]: random() - 0.5 });
    const terms = sparseFit(model, { always: [], most: 2 })?.terms ?? [];
    assertEquals(terms.toSorted((one, other) => one - other), [one, other]);
  }
});

Deno.test("sparseFit() gives nothing where terms only come near, or too few examples could tell", () => {
  const options = { always: [0, 1], most: 4 };
  const near = modelOf({ 5: 1, 6: 1 });
  const noise = near.residuals.map((residual) => residual * (1 + 1e-5 * random()));
  assertEquals(sparseFit({ ...near, residuals: noise }, options), null);
  const isFound = (examples: number) =>
    sparseFit(modelOf({ 5: 1, 6: 1 }, { examples }), options) !== null;
  assertEquals([6, 7, 8].map(isFound), [false, false, true]);
  assertEquals(sparseFit(modelOf({ 5: 1, 6: 1, 7: 1 }), { always: [], most: 2 }), null);
});

Deno.test("sparseFit() gives nothing for residuals or slopes that are 0 or not finite", () => {
  const options = { always: [0], most: 2 };
  assertEquals(sparseFit(modelOf({}), options), null);
  const { residuals, slopes } = modelOf({ 3: 1 });
  const all = (value: number) => slopes.map((slope) => slope.map(() => value));
  assertEquals(sparseFit({ residuals, slopes: all(0) }, options), null);
  assertEquals(sparseFit({ residuals, slopes: all(NaN) }, options), null);
  assertEquals(sparseFit({ residuals: residuals.map(() => Infinity), slopes }, options), null);
});
