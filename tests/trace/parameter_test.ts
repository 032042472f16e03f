import { assert, assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { parameter } from "../../src/trace/node.ts";
import { ParameterError } from "../../src/trace/parameter_error.ts";
import type { StandardSchema } from "../../src/trace/schema.ts";

Deno.test("update() sets a value the schema allows and refuses another, keeping the old one", () => {
  const w = parameter(0.5, { name: "w", schema: z.number().min(0).max(1) });
  w.update(0.75);
  assertEquals(w.data, 0.75);
  const error = assertThrows(() => w.update(2), ParameterError, 'Cannot set parameter "w" to 2');
  assertEquals([error.parameter, error.code, error.reasons.length], ["w", "parameter", 1]);
  assertThrows(() => w.update("x"), ParameterError);
  assertEquals(w.data, 0.75);
});

Deno.test("parameter() refuses an initial value that its schema refuses", () => {
  assertThrows(() => parameter(3, { schema: z.number().max(1) }), ParameterError);
});

Deno.test("update() names the path of a complaint", () => {
  const p = parameter({ a: { b: 1 } }, { schema: z.object({ a: z.object({ b: z.number() }) }) });
  assertThrows(() => p.update({ a: { b: "no" } }), ParameterError, "a.b: ");
});

Deno.test("update() projects before it validates", () => { // case 122
  const clamp = (x: number) => Math.min(1, Math.max(0, x));
  const w = parameter(0.5, {
    schema: z.number().max(1),
    projections: [clamp, (x) => Math.round(x * 10) / 10],
  });
  w.update(7.77);
  assertEquals(w.data, 1);
  w.update(0.123);
  assertEquals(w.data, 0.1);
});

Deno.test("check() returns the projected value and changes nothing", () => {
  const w = parameter(1, { schema: z.number() });
  assertEquals(w.check(2), { kind: "accepted", value: 2 });
  assertEquals(w.check("2").kind, "refused");
  assertEquals(w.data, 1);
});

Deno.test("check() refuses when a projection throws or the schema is asynchronous", () => {
  const thrower = parameter("a", {
    projections: [(text) => {
      if (text.length > 3) throw new Error("too long");
      return text;
    }],
  });
  assertEquals(thrower.check("long one"), {
    kind: "refused",
    reasons: ["a projection failed: Error: too long"],
  });
  let isAsync = false;
  const slow: StandardSchema<number> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => {
        const result = { value: value as number };
        return isAsync ? Promise.resolve(result) : result;
      },
    },
  };
  const p = parameter(1, { schema: slow });
  isAsync = true;
  const checked = p.check(2);
  assert(checked.kind === "refused" && checked.reasons[0]?.includes("asynchronously"));
});

Deno.test("a parameter without a schema takes any value", () => { // case 102
  const p = parameter<unknown>(null, { name: "p" });
  p.update([1, "x"]);
  assertEquals(p.data, [1, "x"]);
});

Deno.test("zeroFeedback() removes all feedback", () => {
  const p = parameter(1);
  const propagator = { init: () => "larger", merge: () => "larger" };
  p.feedback.push({ propagator, message: "larger" });
  p.zeroFeedback();
  assertEquals(p.feedback, []);
});
