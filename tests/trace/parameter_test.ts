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

Deno.test("update() projects before it validates", () => {
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

Deno.test("a parameter without a schema takes any value", () => {
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

Deno.test("parameter() projects its initial value, also without a schema", () => {
  assertEquals(parameter<number>(0.26, { projections: [Math.round, (x) => x + 1] }).data, 1);
});

Deno.test("update() shows 200 characters of a refused value, check() of what a projection threw", () => {
  const schema: StandardSchema<unknown> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) =>
        typeof value === "number" ? { value } : { issues: [{ message: "no number", path: [] }] },
    },
  };
  const p = parameter<unknown>(1, { name: "p", schema });
  const refusal = (value: unknown) => assertThrows(() => p.update(value), ParameterError).message;
  const shown = (text: string) => `Cannot set parameter "p" to ${text}: no number`;
  assert(refusal("x".repeat(198)).startsWith(shown(`"${"x".repeat(198)}"`)));
  assert(refusal("x".repeat(199)).startsWith(shown(`"${"x".repeat(198)}…`)));
  let thrown: unknown = "";
  const q = parameter<unknown>(1, {
    projections: [(value) => {
      if (value === 1) return value;
      throw thrown;
    }],
  });
  const reasonOf = (error: unknown) => {
    thrown = error;
    const checked = q.check(2);
    return checked.kind === "refused" ? checked.reasons : [];
  };
  assertEquals(reasonOf("x".repeat(198)), [`a projection failed: "${"x".repeat(198)}"`]);
  assertEquals(reasonOf("x".repeat(199)), [`a projection failed: "${"x".repeat(198)}…`]);
});

Deno.test("check() names the path of each complaint by its keys", () => {
  let path: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  let isRight = true;
  const schema: StandardSchema<number> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: () => isRight ? { value: 1 } : { issues: [{ message: "wrong", path }] },
    },
  };
  const p = parameter(1, { schema });
  isRight = false;
  const reasonsOf = (given: typeof path) => {
    path = given;
    return p.check(2);
  };
  assertEquals(reasonsOf(undefined), { kind: "refused", reasons: ["wrong"] });
  assertEquals(reasonsOf([]), { kind: "refused", reasons: ["wrong"] });
  assertEquals(reasonsOf(["a", { key: 0 }, "b"]), { kind: "refused", reasons: ["a.0.b: wrong"] });
});

Deno.test("detach() of a parameter keeps its schema and projections", () => {
  const p = parameter(1, { schema: z.number(), projections: [Math.round] });
  const copy = p.detach();
  copy.update(2.4);
  assertEquals([copy.data, p.data, copy.copyOf === p], [2, 1, true]);
  assertThrows(() => copy.update("x"), ParameterError);
});

Deno.test("a parameter without code is ready at once", async () => {
  await parameter(1).ready();
});

Deno.test("ParameterError names every reason, apart from each other", () => {
  const error = new ParameterError("w", 2, ["too big", "not even"]);
  assertEquals(error.message, 'Cannot set parameter "w" to 2: too big; not even');
});

Deno.test("updateUnlessRefused() asks the schema once, and keeps the value when it refuses another", () => {
  let asked = 0;
  const schema = z.number().max(1).refine(() => ++asked > 0);
  const w = parameter(0.5, { schema });
  asked = 0;
  assertEquals(w.updateUnlessRefused(0.25), { kind: "accepted", value: 0.25 });
  assertEquals([w.data, asked], [0.25, 1]);
  assertEquals(w.updateUnlessRefused("x").kind, "refused");
  assertEquals(w.data, 0.25);
});
