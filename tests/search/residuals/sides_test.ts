import { assert, assertEquals } from "@std/assert";
import type { Residual } from "../../../src/search/residuals/residual.ts";
import { residualsIn } from "../../../src/search/residuals/sides.ts";
import { differences, observed, type Said, vectors } from "./observed.ts";

const found = (judge: (difference: number, at: number) => Said): readonly Residual[] =>
  residualsIn(observed(judge));

/** Whether a residual is a multiple of the difference on both examples, the sign of all aside. */
function isDifference({ of }: Residual, judge: (difference: number, at: number) => Said): boolean {
  return observed(judge).every(({ observations }, example) => {
    const ratios = observations.map((each, at) => of(each) / differences[example]!(vectors[at]!));
    return ratios.every((ratio) => Math.abs(ratio / ratios[0]! - 1) < 1e-6);
  });
}

Deno.test("residualsIn() gives distances their side by the words, which it does not understand", () => {
  for (const [over, under] of [["Too high", "Too low"], ["blorp", "Zilch is 7"]]) {
    const judge = (difference: number) => ({
      missing: Math.abs(difference),
      feedback: difference > 0 ? over! : under!,
    });
    const [residual, ...others] = found(judge);
    assertEquals([residual?.place, others.length], [0, 0]);
    assert(residual!.share > 0.999 && isDifference(residual!, judge));
  }
});

Deno.test("residualsIn() gives four grades of words their sides", () => {
  const judge = (difference: number) => {
    const word = difference > 0 ? "high" : "low";
    const isFar = Math.abs(difference) > 0.5;
    return { missing: isFar ? 2 : 1, feedback: isFar ? `Far too ${word}!` : `A bit ${word}.` };
  };
  const [residual] = found(judge);
  assert(residual!.share > 0.7);
  const signs = observed(judge)[0]!.observations.map((each, at) =>
    Math.sign(residual!.of(each) * differences[0](vectors[at]!))
  );
  assertEquals(new Set(signs).size, 1);
});

Deno.test("residualsIn() reads each sentence by itself", () => {
  const other = (at: number) => vectors[at]![0]! - vectors[at]![1]! / 3;
  const judge = (difference: number, at: number) => ({
    missing: Math.hypot(difference, other(at)),
    feedback: `x is ${difference > 0 ? "high" : "low"}. y is ${other(at) > 0 ? "high" : "low"}.`,
  });
  assertEquals(found(judge).map(({ place }) => place).toSorted(), [0, 1]);
});

Deno.test("residualsIn() takes a signed number as it is, and a number with words for its side", () => {
  for (
    const feedback of [
      (difference: number) => `off by ${difference}`,
      (difference: number) => `${Math.abs(difference)} ${difference > 0 ? "over" : "under"}`,
    ]
  ) {
    const judge = (difference: number) => ({
      missing: Math.abs(difference) < 0.1 ? 0 : 1,
      feedback: feedback(difference),
    });
    const [residual] = found(judge);
    assert(residual!.share > 0.999 && isDifference(residual!, judge));
  }
});

Deno.test("residualsIn() finds sides without any words, for distances and squared ones", () => {
  for (const power of [1, 2]) {
    const judge = (difference: number) => ({ missing: Math.abs(difference) ** power });
    const [residual] = found(judge);
    assertEquals(residual?.place, null);
    assert(residual!.share > 0.999 && isDifference(residual!, judge));
  }
});

Deno.test("residualsIn() finds nothing where words and scores have nothing to do with the numbers", () => {
  const noise = (at: number) => (at * 0.618_034) % 1;
  assertEquals(
    found((_difference, at) => ({
      missing: noise(at),
      feedback: noise(at + 0.5) > 0.5 ? "Well done." : "Try again.",
    })),
    [],
  );
  assertEquals(found(() => ({ missing: 1, feedback: "Wrong." })), []);
  assertEquals(residualsIn([]), []);
});

Deno.test("residualsIn() gives no signs to a phrase that is always another one", () => {
  const judge = (_difference: number, at: number) => ({
    missing: 1,
    feedback: `name ${"abcdefghi"[at % 9]}`,
  });
  assertEquals(found(judge), []);
});
