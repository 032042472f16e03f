import { assert, assertEquals } from "@std/assert";
import { searchProposer } from "../../../src/search/search_proposer.ts";
import { surrogate } from "../../../src/search/surrogate/surrogate.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { toyRun } from "../../../src/testing/toy_run.ts";
import type { ParameterState } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Scene } from "../../../src/search/arm.ts";
import { valuesEvaluator } from "../../../bench/search/values_evaluator.ts";

const number = (name: string, type: "number" | "integer" = "number"): ParameterState => ({
  ...{ name, kind: "value", type: "number", value: 0 },
  jsonSchema: { type, minimum: -50, maximum: 50 },
});

function sceneOf(parameters: readonly ParameterState[], history: readonly Trial[] = []): Scene {
  const current = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return { parameters, current, history, isTuned: false, maxGrowth: 0 };
}

/** A trial of values with a score on the only example. */
function trialOf(values: Trial["values"], score: number | null): Trial {
  return { step: 1, values, score, scores: { "train/0": score }, feedback: "", isAccepted: false };
}

const [x, y] = [number("x"), number("y", "integer")];
const scoreOf = (a: number, b: number) => -((a - 17) ** 2) - 3 * (b + 31) ** 2;

Deno.test("surrogate takes part where all that varies is up to 20 numbers and choices, while few candidates are known", () => {
  const flag: ParameterState = {
    ...{
      name: "flag",
      kind: "value",
      type: "boolean",
      value: true,
      jsonSchema: { type: "boolean" },
    },
  };
  const words: ParameterState = {
    name: "words",
    kind: "value",
    type: "string",
    value: "One. Two.",
  };
  const many = (count: number) => Array.from({ length: count }, (_, at) => number(`n${at}`));
  const old = Array.from({ length: 161 }, (_, at) => trialOf({ x: at / 4, y: 0 }, at));
  assert(surrogate.size(sceneOf([x, y]), null) > 0);
  assert(surrogate.size(sceneOf(many(20)), null) > 0);
  assert(surrogate.size(sceneOf([x, flag]), null) > 0);
  assert(surrogate.size(sceneOf([flag]), null) > 0);
  assertEquals([flag, x, words].map(surrogate.canChange), [true, true, false]);
  assertEquals(surrogate.size(sceneOf([x, words]), null), 0);
  assertEquals(surrogate.size(sceneOf(many(21)), null), 0);
  assertEquals(surrogate.size(sceneOf([...many(20), flag]), null), 0);
  assertEquals(surrogate.size(sceneOf([x, y], old), null), 0);
});

Deno.test("surrogate takes numbers in lists of one length, tuples and records, and no part that can vary otherwise", () => {
  const item = { type: "number", minimum: 0, maximum: 1 } as const;
  const list = { type: "array", items: item, minItems: 2, maxItems: 2 };
  const record = { type: "object", properties: { a: item, b: list }, required: ["a", "b"] };
  const tuple = { type: "array", prefixItems: [item, item], minItems: 2, items: false };
  const sizeOf = (value: unknown, jsonSchema: Record<string, unknown>) =>
    surrogate.size(
      sceneOf([{ name: "x", kind: "value", type: "object", value, jsonSchema }]),
      null,
    );
  assert(sizeOf([0.1, 0.2], list) > 0);
  assert(sizeOf([0.1, 0.2], tuple) > 0);
  assert(sizeOf({ a: 0.1, b: [0.1, 0.2] }, record) > 0);
  assertEquals(sizeOf([0.1, 0.2], { ...list, maxItems: 3 }), 0);
  assertEquals(sizeOf({ a: 0.1, b: [0.1, 0.2] }, { ...record, required: ["b"] }), 0);
  const either = { anyOf: [item, { type: "string", enum: ["x", "y"] }] };
  assertEquals(sizeOf({ a: 0.1, b: 0.2 }, { ...record, properties: { a: item, b: either } }), 0);
  const code = { name: "f", kind: "code", type: "function", value: "() => 1" } as const;
  assertEquals(surrogate.size(sceneOf([x, code]), null), 0);
});

Deno.test("surrogate begins with points all over the box, then goes where the scores lead, and proposes nothing twice", async () => {
  const history: Trial[] = [];
  let state: Awaited<ReturnType<typeof surrogate.ask>>["state"] = null;
  const seen: number[][] = [];
  for (let step = 0; step < 14; step++) {
    const request = { ...sceneOf([x, y], history), count: 2, random: randomFrom(step) };
    const again = await surrogate.ask({
      ...request,
      random: randomFrom(step),
      state: structuredClone(state),
    });
    const { children, state: after } = await surrogate.ask({ ...request, state });
    assertEquals(again.children, children); // of plain data
    state = after;
    for (const { values } of children) {
      const [a, b] = [Number(values.x), Number(values.y)];
      assert(Math.abs(a) <= 50 && Math.abs(b) <= 50 && Number.isInteger(b));
      seen.push([a, b]);
      history.push(trialOf(values, a < -25 ? null : scoreOf(a, b))); // a quarter of the box fails
    }
  }
  assertEquals(new Set(seen.map(String)).size, seen.length);
  const first = seen.slice(0, 4).map(([a]) => a!);
  assert(Math.max(...first) - Math.min(...first) > 40, `${first}`);
  const best = Math.max(...history.map(({ score }) => score ?? -Infinity));
  assert(best > -30, `${best}`); // of 4,500 candidates with whole numbers 20 are as good
});

Deno.test("surrogate learns which option goes with which number, and which options matter", async () => {
  const choice = (name: string, options: readonly string[]): ParameterState => ({
    ...{ name, kind: "value", type: "string", value: options[0], jsonSchema: { enum: options } },
  });
  const [kind, idle] = [choice("kind", ["a", "b", "c"]), choice("idle", ["p", "q"])];
  const score = ({ x: at, kind: of }: Trial["values"]) => {
    const best = { a: -40, b: 30, c: 5 }[String(of)]!; // !: one of the options
    return -((Number(at) - best) ** 2) / 100 - (of === "b" ? 0 : 3);
  };
  const history: Trial[] = [];
  let state: Awaited<ReturnType<typeof surrogate.ask>>["state"] = null;
  for (let step = 0; step < 10; step++) {
    const request = { ...sceneOf([x, kind, idle], history), count: 3, random: randomFrom(step) };
    const { children, state: after } = await surrogate.ask({ ...request, state });
    state = after;
    for (const { values } of children) {
      assert(
        ["a", "b", "c"].includes(String(values.kind)) && ["p", "q"].includes(String(values.idle)),
      );
      history.push(trialOf(values, score(values)));
    }
  }
  const best = history.reduce((one, other) => other.score! > one.score! ? other : one);
  assert(best.values.kind === "b" && best.score! > -0.05, JSON.stringify(best));
  const [, lengthOfKind, lengthOfIdle] = state!.kernel!.lengths;
  assert(lengthOfIdle! > lengthOfKind!);
});

Deno.test("a search over two numbers is near their best after 40 evaluations", async () => {
  const evaluator = valuesEvaluator({
    parameters: [x, y],
    score: (values) => scoreOf(Number(values.x), Number(values.y)),
  });
  const { best } = await toyRun({
    ...{ evaluator, optimizer: searchProposer(), trainer: "racing", seed: 1, steps: 40 },
    budget: { evaluations: 40 },
  }).result;
  assert((best.score ?? -Infinity) > -5, `${best.score}`);
});
