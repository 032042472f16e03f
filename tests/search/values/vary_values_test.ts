import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import { chance, type Random } from "../../../src/search/draw.ts";
import { domainOf } from "../../../src/search/space/domain_of.ts";
import { drawValue } from "../../../src/search/values/draw_value.ts";
import { variablePlaces, varyValues } from "../../../src/search/values/vary_values.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { randomSchema } from "../space/random_schema.ts";

const schemaOf = (schema: z.ZodType) =>
  schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });

const parameterOf = (schema: z.ZodType, value: unknown): ParameterState => ({
  ...{ name: "x", kind: "value", type: "any", value, jsonSchema: schemaOf(schema) },
});

const varied = (parameter: ParameterState, values: Values, random: Random, partner = values) =>
  varyValues(values, {
    ...{ parameters: [parameter], history: [], partner, random },
    boldness: chance(random, 0.2) ? random() : 0,
    direction: chance(random, 0.3) ? { from: values, to: partner, factor: random() } : undefined,
  }).values;

/** The values that a walk from the given one meets, each once. */
function walk(schema: z.ZodType, value: unknown, steps: number): ReadonlySet<string> {
  const random = randomFrom(1);
  const parameter = parameterOf(schema, value);
  let values: Values = { x: value };
  const met = new Set<string>();
  for (let step = 0; step < steps; step++) {
    values = varied(parameter, values, random);
    assert(schema.safeParse(values.x).success, JSON.stringify(values.x));
    met.add(JSON.stringify(values.x));
  }
  return met;
}

Deno.test("varyValues() keeps to random schemas, however often it varies a value", () => {
  let changes = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const schema = randomSchema(random);
    const value = drawValue(domainOf(schemaOf(schema)), random);
    if (value === undefined) continue;
    const parameter = parameterOf(schema, value);
    let values: Values = { x: value };
    let partner = values;
    for (let step = 0; step < 15; step++) {
      const next = varied(parameter, values, random, partner);
      const { error } = schema.safeParse(next.x);
      assert(
        error === undefined,
        `seed ${seed}: ${JSON.stringify([values.x, next.x, schemaOf(schema), error])}`,
      );
      if (JSON.stringify(next) !== JSON.stringify(values)) changes++;
      if (chance(random, 0.3)) partner = values;
      values = next;
    }
  }
  assert(changes > 2_000, `${changes} changes`);
});

Deno.test("varyValues() switches branches, null, choices within, and optional fields", () => {
  const schema = z.object({
    mode: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("plain") }),
      z.object({ kind: z.literal("deep"), level: z.int().min(1).max(3) }),
    ]),
    limit: z.int().min(0).max(1).nullable(),
    pair: z.tuple([z.enum(["l", "r"]), z.boolean()]),
    extra: z.boolean().optional(),
  });
  const met = walk(schema, { mode: { kind: "plain" }, limit: 0, pair: ["l", true] }, 3_000);
  assertEquals(met.size, 4 * 3 * 4 * 3);
});

Deno.test("varyValues() grows, shrinks and reorders lists within their bounds", () => {
  const met = walk(z.array(z.enum(["a", "b"])).min(1).max(3), ["a"], 600);
  assertEquals(met.size, 2 + 4 + 8);
});

Deno.test("varyValues() reorders a list of one length that may be an order, and no other one", () => {
  const options = z.array(z.enum(["a", "b", "c"])).length(3);
  const reorders = (value: readonly string[]) =>
    variablePlaces(parameterOf(options, value)).some(({ path }) => path.length === 1);
  assert(reorders(["a", "b", "c"]));
  assert(!reorders(["a", "b", "a"])); // rather three fields of their own
  const few = z.array(z.enum(["a", "b", "c", "d"])).length(3);
  assert(variablePlaces(parameterOf(few, ["a", "b", "c"])).every(({ path }) => path.length === 2));
});

Deno.test("varyValues() adds no empty texts to a list, but copies of its items", () => {
  const schema = z.array(z.object({ input: z.string() }));
  assertEquals(variablePlaces(parameterOf(schema, [])), []);
  for (const list of walk(schema, [{ input: "one" }, { input: "two" }], 60)) {
    assert(!list.includes('""'), list);
  }
});

Deno.test("varyValues() reaches all digits between near bounds", () => {
  const met = [...walk(z.number().min(1e6).max(1e6 + 1), 1e6, 300)].map(Number);
  assert(new Set(met.map((value) => Math.floor((value - 1e6) * 1_000))).size > 100);
});

Deno.test("varyValues() moves numbers in a common direction, arrays and records alike", () => {
  const list = { ...parameterOf(z.array(z.number()).length(2), [10, 10]), name: "list" };
  const record = { ...parameterOf(z.object({ x: z.number() }), { x: 10 }), name: "record" };
  const at = (value: number): Values => ({ list: [value, value], record: { x: value } });
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= 200; seed++) {
    const { values } = varyValues(at(10), {
      ...{ parameters: [list, record], history: [], partner: at(10), random: randomFrom(seed) },
      ...{ direction: { from: at(1), to: at(3), factor: 0.5 }, boldness: 0 },
    });
    const key = JSON.stringify(values);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert((counts.get(JSON.stringify(at(11))) ?? 0) > 80);
});

Deno.test("variablePlaces() finds none in a text of one sentence, a single value, or what has no schema and no kind", () => {
  const count = (schema: z.ZodType, value: unknown) =>
    variablePlaces(parameterOf(schema, value)).length;
  assertEquals(count(z.string(), "Be brief."), 0);
  assertEquals(count(z.literal("a"), "a"), 0);
  assertEquals(count(z.any(), null), 0);
  assertEquals(count(z.object({ a: z.string() }), { a: "One" }), 0);
  assertEquals(count(z.string(), "Be brief. Be kind."), 1);
  assertEquals(count(z.object({ a: z.string().optional() }), {}), 1);
});
