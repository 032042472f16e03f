import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { z } from "zod";
import { drawValue } from "../../src/search/values/draw_value.ts";
import { domainOf } from "../../src/search/space/domain_of.ts";
import { readJsonSchema } from "../../src/wire/json_schema.ts";

const read = (schema: unknown) => readJsonSchema(schema, "x.jsonSchema");

Deno.test("readJsonSchema() keeps a plain schema as it is", () => {
  const schema = {
    type: "object",
    properties: { n: { $ref: "#/$defs/n" }, s: { type: "string", pattern: "^[a-z]+-\\d{2}$" } },
    $defs: { n: { type: "integer", minimum: 0, maximum: 9 } },
  };
  assertEquals(read(schema), schema);
});

Deno.test("readJsonSchema() keeps schemas that refer to themselves", () => {
  interface Tree {
    readonly left: Tree | null;
    readonly right: Tree | null;
    readonly more: readonly Tree[];
  }
  const lazy: z.ZodType<Tree> = z.lazy(() =>
    z.object({ left: lazy.nullable(), right: lazy.nullable(), more: z.array(lazy) })
  );
  const list = z.object({
    value: z.number(),
    get next() {
      return list.nullable();
    },
  });
  for (const schema of [lazy, list, z.object({ one: list, other: lazy })]) {
    const json = z.toJSONSchema(schema);
    assertStringIncludes(JSON.stringify(json), '"$ref":"#');
    const kept = read(json);
    assertEquals(JSON.stringify(kept), JSON.stringify(json));
    drawValue(domainOf(kept), () => 0.9);
  }
});

Deno.test("readJsonSchema() reads references that multiply in bounded time", () => {
  const names = Array.from({ length: 30 }, (_, at) => `d${at}`);
  const all = names.map((name) => ({ $ref: `#/$defs/${name}` }));
  const $defs = Object.fromEntries(names.map((name) => [name, { anyOf: all }]));
  assertThrows(() => read({ anyOf: all, $defs }), TypeError, "at most 10000 parts");
});

Deno.test("readJsonSchema() leaves out patterns that may take long", () => {
  for (const pattern of ["(a+)+$", "a*a*a*b", "a{1,9999}", "(?=x)", "\\1", "x".repeat(200)]) {
    assertEquals(read({ type: "string", pattern }), { type: "string" }, pattern);
  }
});

Deno.test("readJsonSchema() refuses other references, demands of huge values, and schemas over the limits", () => {
  const nested = (depth: number): unknown => depth === 0 ? {} : { items: nested(depth - 1) };
  const refused: readonly (readonly [schema: unknown, fault: string])[] = [
    [{ type: "array", minItems: 10, items: { $ref: "#" } }, "at most 10000 parts"],
    [{ $dynamicRef: "#" }, "definition of the schema"],
    [{ $ref: "#/properties/a" }, "definition of the schema"],
    [{ $ref: "https://example.org/x.json" }, "definition of the schema"],
    [{ type: "array", items: {}, minItems: 1e9 }, "at most 1000"],
    [
      [1, 2, 3].reduce<unknown>((items) => ({ type: "array", minItems: 1000, items }), {}),
      "at most 10000 parts",
    ],
    [
      {
        anyOf: [{}, { type: "array", minItems: 200, items: { $ref: "#/$defs/a" } }],
        $defs: { a: { type: "array", minItems: 200, items: {} } },
      },
      "at most 10000 parts",
    ],
    [{ enum: Array.from({ length: 10_000 }, (_, i) => i) }, "at most 5000 values"],
    [{ description: "x".repeat(200_000) }, "characters"],
    [nested(60), "levels deep"],
    [JSON.parse('{"__proto__":{"type":"number"}}'), "a schema"],
    ["number", "a record"],
  ];
  for (const [schema, fault] of refused) assertThrows(() => read(schema), TypeError, fault);
});

Deno.test("domainOf() reads a schema whose parts multiply in bounded time", () => {
  const many = (part: unknown) => Array.from({ length: 40 }, () => part);
  const names = ["a", "b", "c", "d", "e", "f"];
  const $defs = Object.fromEntries(
    names.map((name, at) => [name, { allOf: many({ $ref: `#/$defs/${names[at + 1] ?? "end"}` }) }]),
  );
  const byReference = { allOf: many({ $ref: "#/$defs/a" }), $defs: { ...$defs, end: {} } };
  domainOf(byReference);
  const typed = (depth: number): Record<string, unknown> =>
    depth === 0
      ? {}
      : { type: many("object"), properties: { p: typed(depth - 1) }, required: ["p"] };
  domainOf(typed(10));
});
