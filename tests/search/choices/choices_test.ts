import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import { choices } from "../../../src/search/choices/choices.ts";
import { domainOf } from "../../../src/search/space/domain_of.ts";
import { drawValue } from "../../../src/search/values/draw_value.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { randomSchema } from "../space/random_schema.ts";

const schemaOf = (schema: z.ZodType) =>
  schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });

const parameterOf = (schema: z.ZodType, value: unknown): ParameterState => ({
  ...{ name: "x", kind: "value", type: "any", value, jsonSchema: schemaOf(schema) },
});

const trial = (values: Values, score: number | null, step: number): Trial => ({
  ...{ step, values, score, scores: { a: score }, feedback: "", isAccepted: step === 0 },
});

interface SearchOptions {
  readonly steps: number;
  readonly seed: number;
}

/** The trials of a search by this arm alone, which ends at a score of 1. */
async function search(
  parameter: ParameterState,
  scoreOf: (value: unknown) => number | null,
  { steps, seed }: SearchOptions,
): Promise<readonly Trial[]> {
  const current = { x: parameter.value };
  const history = [trial(current, scoreOf(parameter.value), 0)];
  for (let step = 1; step <= steps && history.every(({ score }) => score !== 1); step++) {
    const scene = { parameters: [parameter], current, history, isTuned: false, maxGrowth: 0 };
    const random = randomFrom(seed * 1_000 + step);
    const count = choices.size(scene, null);
    const { children } = await choices.ask({ ...scene, state: null, count, random });
    assert(children.length <= count);
    history.push(...children.map(({ values }) => trial(values, scoreOf(values.x), step)));
  }
  return history;
}

const keysOf = (history: readonly Trial[]) => history.map(({ values }) => JSON.stringify(values));

const modules = z.object({
  one: z.enum(["a", "b", "c", "d", "e"]),
  two: z.enum(["a", "b", "c", "d", "e"]),
  three: z.enum(["a", "b", "c", "d", "e"]),
  four: z.enum(["a", "b", "c", "d", "e"]),
});
const start = { one: "a", two: "a", three: "a", four: "a" };
const goal = { one: "c", two: "b", three: "e", four: "d" };
const countRight = (value: unknown) =>
  Object.entries(goal).filter(([name, right]) => Reflect.get(Object(value), name) === right).length;

/** Median over seeds of the trials until a score is 1. */
async function trialsTo(parameter: ParameterState, scoreOf: (value: unknown) => number) {
  const counts: number[] = [];
  for (const seed of [1, 2, 3, 4, 5]) {
    const history = await search(parameter, scoreOf, { steps: 30, seed });
    const found = history.findIndex(({ score }) => score === 1);
    counts.push(found < 0 ? Infinity : found + 1);
  }
  return counts.toSorted((one, other) => one - other)[2]!;
}

Deno.test("choices finds the right options of 625 combinations by the share of right ones", async () => {
  const count = await trialsTo(parameterOf(modules, start), (value) => countRight(value) / 4);
  assert(count <= 45, `${count} trials`);
});

Deno.test("choices finds the right options across a plateau", async () => {
  const score = (value: unknown) => [0, 0, 0.25, 0.25, 1][countRight(value)] ?? 0;
  const count = await trialsTo(parameterOf(modules, start), score);
  assert(count <= 70, `${count} trials`);
});

Deno.test("choices walks through a small space without repeats, and then ends", async () => {
  const schema = z.object({ a: z.int().min(0).max(3), b: z.boolean().optional() }).nullable();
  const parameter = parameterOf(schema, { a: 0 });
  const history = await search(parameter, () => 0, { steps: 12, seed: 1 });
  assertEquals(history.length, 4 * 3 + 1);
  assertEquals(new Set(keysOf(history)).size, history.length);
});

Deno.test("choices leaves options that fail or score very low", async () => {
  const schema = z.array(z.enum(["good", "bad", "worst"])).length(6);
  const parameter = parameterOf(schema, ["bad", "bad", "bad", "bad", "bad", "bad"]);
  const score = (value: unknown) => {
    const items = Object.values(Object(value));
    if (items.includes("worst")) return -1e9;
    return items.filter((item) => item === "good").length / 6;
  };
  const history = await search(parameter, score, { steps: 15, seed: 1 });
  assertEquals(Math.max(...history.map(({ score }) => score ?? 0)), 1);
});

Deno.test("choices switches branches, and chooses within the new one", async () => {
  const schema = z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("plain") }),
    z.object({ kind: z.literal("deep"), mode: z.enum(["x", "y"]), level: z.int().min(0).max(3) }),
  ]);
  const right = { kind: "deep", mode: "y", level: 2 };
  const score = (value: unknown) => JSON.stringify(value) === JSON.stringify(right) ? 1 : 0;
  const history = await search(parameterOf(schema, { kind: "plain" }), score, {
    ...{ steps: 5, seed: 1 },
  });
  assert(history.some(({ score }) => score === 1));
});

Deno.test("choices keeps to random schemas, and leaves code and other values as they are", async () => {
  let children = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomFrom(seed);
    const schema = randomSchema(random);
    const value = drawValue(domainOf(schemaOf(schema)), random);
    if (value === undefined) continue;
    const parameter = parameterOf(schema, value);
    if (!choices.canChange(parameter)) continue;
    const history = await search(parameter, () => random(), { steps: 3, seed });
    for (const { values } of history) {
      const { error } = schema.safeParse(values.x);
      const told = () => `seed ${seed}: ${JSON.stringify([values.x, schemaOf(schema), error])}`;
      assert(error === undefined, told());
    }
    children += history.length - 1;
    assertEquals(new Set(keysOf(history)).size, history.length);
  }
  assert(children > 200, `${children} children`);
});
