import { assert, assertEquals } from "@std/assert";
import { toldMeasures } from "../../../src/search/residuals/measures.ts";
import { observed, type Said } from "./observed.ts";

const told = (judge: (difference: number) => Said) => {
  const byExample = observed(judge).map(({ observations }) => observations);
  return toldMeasures(byExample).map(({ of, isSigned }) => ({
    isSigned,
    first: of(byExample[0]![0]!), // of the first candidate
  }));
};

const [first] = observed((difference) => ({ missing: Math.abs(difference) }))[0]!.observations;
const size = first!.missing;

Deno.test("toldMeasures() takes numbers and metrics that order outputs as the scores do", () => {
  const found = told((difference) => ({
    missing: Math.abs(difference),
    feedback: `off by ${difference} after ${(difference * 1e6) % 7} s`,
    metrics: { off: 2 * difference, size: 3 },
  }));
  assertEquals(found.map(({ isSigned }) => isSigned), [true, true]);
  assertEquals(found.map(({ first }) => Math.abs(first ?? 0)), [size, 2 * size]);
});

Deno.test("toldMeasures() takes the difference to what is expected, also where all scores are equal", () => {
  for (const missing of [undefined, 1]) {
    const found = told((difference) => ({
      missing: missing ?? Math.abs(difference),
      feedback: `expected 5, received ${5 + difference}`,
    }));
    const differences = found.map(({ first }) => first?.toFixed(9));
    assert(differences.includes(differenceOf(first!.vector).toFixed(9)), `${differences}`); // of the first candidate
  }
});

function differenceOf({ 0: x, 1: y }: Float64Array): number {
  return x! - 0.4 + 2 * (y! - 0.7);
}

Deno.test("toldMeasures() takes numbers, and no difference of two that change, where all scores are equal", () => {
  const found = told((difference) => ({
    missing: 1,
    feedback: `took ${difference} s of ${3 * difference} s`,
  }));
  assertEquals(found.length, 2);
});

Deno.test("toldMeasures() finds the metric that counts among many, and no number that never changes", () => {
  const constant = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`a${at}`, at]));
  const found = told((difference) => ({
    missing: Math.abs(difference),
    feedback: "expected 5",
    metrics: { ...constant, offset: difference },
  }));
  assertEquals(found.map(({ first }) => Math.abs(first ?? 0)), [size]);
});
