import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { randomFrom } from "../../../src/seeds.ts";
import type { Domain } from "../../../src/search/space/domain.ts";
import { domainOf } from "../../../src/search/space/domain_of.ts";
import { isWithin } from "../../../src/search/space/is_within.ts";
import { drawValue } from "../../../src/search/values/draw_value.ts";
import { randomSchema } from "./random_schema.ts";

const schemaOf = (schema: z.ZodType) =>
  schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });

const read = (schema: z.ZodType, value?: unknown) => domainOf(schemaOf(schema), value);

const anyNumber: Domain = {
  ...{ kind: "number", least: -Infinity, most: Infinity, isWhole: false },
  ...{ isLeastExcluded: false, isMostExcluded: false },
};
const anyText: Domain = { kind: "text", least: 0, most: Infinity };
const fieldsOf = (fields: Record<string, Domain>, optional: string[] = []): Domain => ({
  ...{ kind: "fields", fields, optional, isClosed: false },
});

Deno.test("domainOf() reads the bounds of numbers", () => {
  assertEquals(read(z.number().gt(1).min(0).max(5)), {
    ...anyNumber,
    ...{ least: 1, isLeastExcluded: true, most: 5 },
  });
  assertEquals(read(z.int()), { ...anyNumber, isWhole: true });
  assertEquals(read(z.number().multipleOf(2).multipleOf(3)), { ...anyNumber, step: 6 });
  assertEquals(read(z.number().multipleOf(0.1).multipleOf(0.25)), { ...anyNumber, step: 0.5 });
});

Deno.test("domainOf() reads choices, alone and in unions", () => {
  assertEquals(read(z.enum(["x", "y"]).nullable()), { kind: "choice", options: ["x", "y", null] });
  assertEquals(read(z.literal(["a", 3, null])), { kind: "choice", options: ["a", 3, null] });
  assertEquals(read(z.literal("a")), { kind: "fixed", only: { value: "a" } });
  assertEquals(read(z.boolean()), { kind: "choice", options: [true, false] });
});

Deno.test("domainOf() reads the branches of unions with their bounds", () => {
  const whole: Domain = { ...anyNumber, ...{ kind: "number", isWhole: true, least: 0, most: 30 } };
  assertEquals(read(z.int().min(0).max(30).nullable()), {
    kind: "union",
    branches: [whole, { kind: "fixed", only: { value: null } }],
  });
  assertEquals(read(z.union([z.number(), z.string()])), {
    kind: "union",
    branches: [anyNumber, anyText],
  });
  assertEquals(read(z.never().or(z.number())), anyNumber);
  assertEquals(read(z.never()), { kind: "union", branches: [] });
  assertEquals(
    read(z.discriminatedUnion("k", [
      z.object({ k: z.literal("p"), v: z.number() }),
      z.object({ k: z.literal("q") }),
    ])),
    {
      kind: "union",
      branches: [
        fieldsOf({ k: { kind: "fixed", only: { value: "p" } }, v: anyNumber }),
        fieldsOf({ k: { kind: "fixed", only: { value: "q" } } }),
      ],
    },
  );
});

Deno.test("domainOf() reads lists and tuples", () => {
  assertEquals(read(z.array(z.number()).min(1).max(5)), {
    ...{ kind: "list", items: anyNumber, least: 1, most: 5 },
  });
  assertEquals(read(z.tuple([z.number(), z.string().optional()])), {
    ...{ kind: "tuple", items: [anyNumber, anyText], least: 1 },
  });
  assertEquals(read(z.tuple([z.number()], z.string())), {
    ...{ kind: "tuple", items: [anyNumber], least: 1, rest: anyText },
  });
});

Deno.test("domainOf() reads fields, optional ones, intersections and records", () => {
  assertEquals(
    read(z.object({ a: z.number(), b: z.number().optional(), c: z.number().default(1) })),
    fieldsOf({ a: anyNumber, b: anyNumber, c: anyNumber }, ["b", "c"]),
  );
  assertEquals(read(z.strictObject({ a: z.number() })), {
    ...{ kind: "fields", fields: { a: anyNumber }, optional: [], isClosed: true },
  });
  const both = z.intersection(z.object({ a: z.number() }), z.object({ b: z.number() }));
  assertEquals(read(both.and(z.object({ a: z.number().min(2) }))), {
    ...fieldsOf({ a: { ...anyNumber, least: 2 }, b: anyNumber }),
  });
  assertEquals(read(z.record(z.string(), z.number())), { kind: "map", values: anyNumber });
  assertEquals(read(z.partialRecord(z.enum(["l", "r"]), z.number())), {
    ...{ kind: "fields", fields: { l: anyNumber, r: anyNumber }, optional: ["l", "r"] },
    isClosed: true,
  });
});

Deno.test("domainOf() reads a schema that refers to itself to a few levels", () => {
  const node: z.ZodType = z.object({
    value: z.number(),
    get left() {
      return node.nullable();
    },
    get right() {
      return node.nullable();
    },
  });
  const domain = read(z.object({ one: node, other: node }));
  assert(JSON.stringify(domain).length < 20_000);
  const value = { one: { value: 1, left: null, right: null }, other: drawValue(domain, () => 0.9) };
  assert(!isWithin(value, domain));
  const drawn = drawValue(domain, randomFrom(1));
  assert(isWithin(drawn, domain));
  assertEquals(domainOf({ $ref: "#" }).kind, "fixed");
  assertEquals(domainOf({ allOf: [{ $ref: "#/$defs/a" }], $defs: { a: { $ref: "#/$defs/a" } } }), {
    kind: "fixed",
  });
});

Deno.test("domainOf() takes the kind of a value where the schema says nothing, and keeps its form", () => {
  assertEquals(domainOf({}, { weights: [1, 2], isFast: true }), {
    ...fieldsOf({
      weights: { kind: "tuple", items: [anyNumber, anyNumber], least: 2 },
      isFast: { kind: "choice", options: [true, false] },
    }),
  });
});

Deno.test("drawValue() gives values that random schemas accept, and that lie in their domains", () => {
  let drawn = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const random = randomFrom(seed);
    const schema = randomSchema(random);
    const domain = read(schema);
    for (let draw = 0; draw < 4; draw++) {
      const value = drawValue(domain, random);
      if (value === undefined) continue;
      drawn++;
      const { error } = schema.safeParse(value);
      const told = () => `seed ${seed}: ${JSON.stringify([value, schemaOf(schema), error])}`;
      assert(error === undefined, told());
      assert(isWithin(value, domain), told());
    }
  }
  assert(drawn > 1_500);
});
