import { assert, assertEquals } from "@std/assert";
import type { ParameterState } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import { evolution } from "../../../src/search/evolution/evolution.ts";
import { randomFrom } from "../../../src/seeds.ts";

const trial = (values: Trial["values"], score: number, step: number): Trial => ({
  ...{ step, values, score, scores: { a: score }, feedback: "", isAccepted: step === 0 },
});

/** The trials of a search by evolution alone. */
async function search(
  parameters: readonly ParameterState[],
  scoreOf: (values: Trial["values"]) => number,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): Promise<readonly Trial[]> {
  const current = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  const history = [trial(current, scoreOf(current), 0)];
  for (let step = 1; step <= steps; step++) {
    const scene = { parameters, current, history, isTuned: false, maxGrowth: 0 };
    const random = randomFrom(seed * 1_000 + step);
    const count = evolution.size(scene, null);
    const { children } = await evolution.ask({ ...scene, state: null, count, random });
    history.push(...children.map(({ values }) => trial(values, scoreOf(values), step)));
  }
  return history;
}

const value = (name: string, value: unknown, jsonSchema = {}): ParameterState => ({
  ...{ name, kind: "value", type: typeof value, value, jsonSchema },
});

Deno.test("evolution walks through candidates that score alike", async () => {
  // Flags that are worth something together alone, and a number without effect.
  const names = Array.from({ length: 5 }, (_, place) => `f${place}`);
  const flags = value("flags", Object.fromEntries(names.map((name) => [name, false])));
  const found = [1, 2, 3, 4, 5].map(async (seed) => {
    const score = ({ flags }: Trial["values"]) =>
      Object.values(Object(flags)).every(Boolean) ? 1 : 0;
    const parameters = [flags, value("x", 0.5, { type: "number", minimum: 0, maximum: 1 })];
    const history = await search(parameters, score, { steps: 20, seed });
    return history.some(({ score }) => score === 1);
  });
  const count = (await Promise.all(found)).filter((each) => each).length;
  assert(count >= 4, `${count} of 5 seeds`);
});

Deno.test("evolution tries all orders and lengths of a small list, none twice", async () => {
  const list = value("list", ["a"], {
    ...{ type: "array", items: { enum: ["a", "b", "c"] }, minItems: 1, maxItems: 3 },
  });
  const history = await search([list], () => 0, { steps: 20, seed: 1 });
  assertEquals(history.length, 3 + 9 + 27);
  assertEquals(new Set(history.map(({ values }) => JSON.stringify(values))).size, history.length);
});

Deno.test("evolution recombines the sentences of a text, and ends when nothing is left", async () => {
  const history = await search([value("p", "One. Two.")], () => 0, { steps: 5, seed: 1 });
  assertEquals(history.map(({ values }) => values.p).sort(), [
    ...["One.", "One. Two.", "Two.", "Two. One."],
  ]);
});

Deno.test("evolution makes few candidates at first, and more with more trials and more places", () => {
  const sizeOf = (count: number, trials: number) => {
    const parameters = Array.from({ length: count }, (_, place) => value(`x${place}`, 0));
    const history = Array.from({ length: trials }, (_, step) => trial({}, 0, step));
    return evolution.size({ parameters, current: {}, history, isTuned: false, maxGrowth: 0 }, null);
  };
  assertEquals([[1, 1], [4, 1], [60, 1], [4, 30], [4, 2_000]].map(([n, t]) => sizeOf(n!, t!)), [
    ...[6, 8, 12, 8, 12],
  ]);
});

Deno.test("evolution leaves a parameter of choices alone, and single sentences, to others", () => {
  const enumeration = value("c", "a", { enum: ["a", "b"] });
  assert(!evolution.canChange(enumeration));
  assert(!evolution.canChange(value("p", "Be brief.")));
  assert(evolution.canChange(value("x", 1)));
  assert(evolution.canChange(value("p", "Be brief. Be kind.")));
});
