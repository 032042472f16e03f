import { assert, assertEquals } from "@std/assert";
import type { Residual } from "../../../src/search/residuals/residual.ts";
import { residualsIn } from "../../../src/search/residuals/sides.ts";
import { differences, observed, type Said, vectors } from "./observed.ts";

const found = (judge: (difference: number, at: number) => Said): readonly Residual[] =>
  residualsIn(observed(judge));

/** Whether a residual is a multiple of the difference on both examples, the sign of all aside. */
function isDifference({ of }: Residual, judge: (difference: number, at: number) => Said): boolean {
  return observed(judge).every(({ observations }, example) => {
    const ratios = observations.map((each, at) =>
      (of(each) ?? NaN) / differences[example]!(vectors[at]!)
    );
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
    assertEquals([residual?.phrase, others.length], [0, 0]);
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
    Math.sign((residual!.of(each) ?? NaN) * differences[0](vectors[at]!))
  );
  assertEquals(new Set(signs).size, 1);
});

Deno.test("residualsIn() reads each sentence by itself", () => {
  const other = (at: number) => vectors[at]![0]! - vectors[at]![1]! / 3;
  const judge = (difference: number, at: number) => ({
    missing: Math.hypot(difference, other(at)),
    feedback: `x is ${difference > 0 ? "high" : "low"}. y is ${other(at) > 0 ? "high" : "low"}.`,
  });
  assertEquals(found(judge).map(({ phrase }) => phrase).toSorted(), [0, 1]);
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
    assertEquals(residual?.phrase, null);
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

Deno.test("residualsIn() takes 0 for a right output without a number, and leaves out a few that nothing is said of", () => {
  const judge = (difference: number, at: number) => {
    if (at % 10 === 3) return { missing: 1 }; // nothing was said
    const isRight = Math.abs(difference) < 0.1;
    return isRight
      ? { missing: 0, feedback: "Right." }
      : { missing: 1, feedback: `off by ${difference}` };
  };
  const [residual] = found(judge);
  assert(residual !== undefined && residual.share > 0.95, JSON.stringify(residual));
});

Deno.test("residualsIn() finds sides beside an example that all candidates solve", () => {
  const examples = observed((difference) => ({ missing: Math.abs(difference) }));
  const solved = observed(() => ({ missing: 0 })).map(({ design, observations }) => ({
    design,
    observations: observations.map((each) => ({ ...each, example: `easy ${each.example}` })),
  }));
  const [residual] = residualsIn([...solved, ...examples]);
  assert(residual !== undefined && residual.share > 0.999);
});
