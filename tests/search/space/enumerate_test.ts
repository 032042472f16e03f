import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { domainOf } from "../../../src/search/space/domain_of.ts";
import { countOf, valueOf } from "../../../src/search/space/enumerate.ts";
import { drawValue } from "../../../src/search/values/draw_value.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { randomSchema } from "./random_schema.ts";

const schemaOf = (schema: z.ZodType) =>
  schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });

function all(schema: z.ZodType, value: unknown): readonly unknown[] {
  const domain = domainOf(schemaOf(schema), value);
  const count = countOf(domain, value);
  assert(count < 1_000, `${count} values`);
  return Array.from({ length: count }, (_, number) => valueOf(domain, value, number));
}

Deno.test("valueOf() gives all values of a finite domain, each once", () => {
  const schema = z.object({
    mode: z.union([z.enum(["x", "y"]), z.tuple([z.boolean()])]),
    list: z.array(z.int().min(1).max(2)).max(2),
    extra: z.literal("on").optional(),
    note: z.string(),
  });
  const value = { mode: "x", list: [], note: "kept" };
  const values = all(schema, value);
  assertEquals(values.length, (2 + 2) * (1 + 2 + 4) * 2);
  assertEquals(new Set(values.map((each) => JSON.stringify(each))).size, values.length);
  for (const each of values) assert(schema.safeParse(each).success);
});

Deno.test("countOf() tells domains that are not few", () => {
  const countIn = (schema: z.ZodType) => countOf(domainOf(schemaOf(schema)), undefined);
  assertEquals(countIn(z.number()), Infinity);
  assertEquals(countIn(z.int().min(0).max(99)), Infinity);
  assertEquals(countIn(z.array(z.boolean())), Infinity);
  assertEquals(countIn(z.array(z.boolean()).max(0)), 1);
  assertEquals(countIn(z.never()), 0);
  assertEquals(countIn(z.number().multipleOf(0.5).gt(0).max(2)), 4);
});

Deno.test("valueOf() keeps to random schemas", () => {
  let finite = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const random = randomFrom(seed);
    const schema = randomSchema(random, 2);
    const domain = domainOf(schemaOf(schema));
    const value = drawValue(domain, random);
    const count = countOf(domain, value);
    if (value === undefined || count > 300) continue;
    finite++;
    const values = all(schema, value);
    assert(values.every((each) => schema.safeParse(each).success), `seed ${seed}`);
  }
  assert(finite > 40, `${finite}`);
});
