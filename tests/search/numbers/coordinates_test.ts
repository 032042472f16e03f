import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import type { ParameterState } from "../../../src/problem/problem.ts";
import {
  frameOf,
  hasNumbers,
  numbersIn,
  unitsOf,
  valuesAt,
  vectorOf,
} from "../../../src/search/numbers/coordinates.ts";
import { roundedTo } from "../../../src/search/rounded_to.ts";

const parameter = (value: unknown, jsonSchema: Record<string, unknown> = {}): ParameterState => ({
  name: "p",
  kind: "value",
  type: "value",
  value,
  jsonSchema,
});

const frameFor = (value: unknown, schema?: Record<string, unknown>) =>
  frameOf([parameter(value, schema)], { p: value });

/** The value at a place of a vector of one number. */
function valueAt(value: number, schema: Record<string, unknown>, place: number, grain = 0) {
  const frame = frameFor(value, schema);
  return valuesAt({ p: value }, frame, { vector: [place], grain: [grain] }).p;
}

Deno.test("frameOf() finds the numbers of lists, records, branches and whole parameters", () => {
  const number = { type: "number", minimum: 0, maximum: 10 };
  const parameters = [
    parameter({ a: [1, 2], kind: "x", b: 3 }, {
      type: "object",
      required: ["a", "kind", "b"],
      properties: {
        a: { type: "array", items: number },
        kind: { enum: ["x", "y"] },
        b: { anyOf: [{ type: "null" }, number] },
      },
    }),
    { ...parameter(5, number), name: "q" },
  ];
  const values = { p: parameters[0]!.value, q: 5 };
  const frame = frameOf(parameters, values);
  assertEquals(numbersIn(values, frame), [1, 2, 3, 5]);
  assertEquals([...vectorOf(values, frame)], [0.1, 0.2, 0.3, 0.5]);
  const moved = valuesAt(values, frame, { vector: [0.4, 0.5, 0.6, 0.7], grain: [0, 0, 0, 0] });
  assertEquals(moved, { p: { a: [4, 5], kind: "x", b: 6 }, q: 7 });
  assertEquals(values.p, { a: [1, 2], kind: "x", b: 3 });
  assertEquals(frameOf(parameters, moved).shape, frame.shape);
  const others = [{ a: [1, 2], kind: "y", b: 3 }, { a: [1], kind: "x", b: 3 }, {
    ...{ a: [1, 2], kind: "x", b: null },
  }];
  for (const p of others) assertNotEquals(frameOf(parameters, { p, q: 5 }).shape, frame.shape);
});

Deno.test("valuesAt() reaches every digit between near bounds", () => {
  const schema = { type: "number", minimum: 1e6, maximum: 1e6 + 1 };
  assertEquals(valueAt(1e6, schema, 0.123456789, 1e-9), 1000000.123456789);
  assertEquals(valueAt(1e6, schema, 0.123456789, 1e-3), 1000000.123);
});

Deno.test("valuesAt() keeps whole numbers, multiples and excluded bounds", () => {
  const whole = { type: "integer", minimum: 1, maximum: 9 };
  assertEquals([0, 0.49, 0.51, 1].map((place) => valueAt(1, whole, place)), [1, 5, 5, 9]);
  const tenths = { type: "number", minimum: 0.05, maximum: 0.35, multipleOf: 0.1 };
  assertEquals([-1, 0, 0.5, 2].map((place) => valueAt(0.1, tenths, place)), [0.1, 0.1, 0.2, 0.3]);
  const open = { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 };
  const [least, most] = [valueAt(0.5, open, -1, 0.1), valueAt(0.5, open, 2, 0.1)];
  assert(Number(least) > 0 && Number(most) < 1, `${least} to ${most}`);
  const above = { type: "integer", exclusiveMinimum: 0, maximum: 9 };
  assertEquals(valueAt(1, above, -1), 1);
});

Deno.test("vectorOf() reads far bounds in the logarithm, and takes the unit of open numbers from the value", () => {
  const far = { type: "number", minimum: 1e-6, maximum: 1 };
  assertAlmostEquals(vectorOf({ p: 1e-3 }, frameFor(1e-3, far))[0]!, 0.5);
  assertAlmostEquals(Number(valueAt(1, far, 0.5)), 1e-3);
  const open = frameFor(-40);
  assertEquals([...vectorOf({ p: -40 }, open)], [-1]);
  assertEquals(unitsOf(open), [40]);
  const later = frameOf([parameter(7)], { p: 7 }, unitsOf(open));
  assertEquals([...vectorOf({ p: 7 }, later)], [7 / 40]);
});

Deno.test("hasNumbers() tells what can move", () => {
  assert(hasNumbers(parameter(1)) && hasNumbers(parameter([1, 2])));
  const fixed = [parameter("text"), parameter(1, { type: "number", minimum: 1, maximum: 1 })];
  assert(!fixed.some(hasNumbers));
});

Deno.test("roundedTo() keeps as many digits as the grain asks for", () => {
  assertEquals(roundedTo(1.23456789, 1e-3), 1.235);
  assertEquals(roundedTo(123456.789, 30), 123460);
  assertEquals(roundedTo(0.1 + 0.2, 1e-30), 0.1 + 0.2);
  assertEquals(roundedTo(5, 0), 5);
});
