import { assertEquals } from "@std/assert";
import { readSignature } from "../../../src/trace/function/signature.ts";

const names = (fn: CallableFunction) => readSignature(fn).parameters.map(({ name }) => name);

Deno.test("readSignature() reads every form of function", () => {
  const key = "computed";
  class C {
    static s(a: number): number {
      return a;
    }
    async m(a: number, b: number): Promise<number> {
      return await Promise.resolve(a + b);
    }
    [key](c: number): number {
      return c;
    }
    "a, (b)"(d: number): number {
      return d;
    }
  }
  const c = new C();
  const forms: [CallableFunction, string[]][] = [
    [function named(a: number, b: number) {
      return a + b;
    }, ["a", "b"]],
    [function () {}, []],
    [(a: number) => a, ["a"]],
    [async (a: number, b: number) => await Promise.resolve(a + b), ["a", "b"]],
    [new Function("x", "y", "return x"), ["x", "y"]],
    [new Function("return z => z")(), ["z"]],
    [C.s, ["a"]],
    [c.m, ["a", "b"]],
    [c.computed, ["c"]],
    [c["a, (b)"], ["d"]],
    [Math.max, ["x0", "x1"]],
  ];
  for (const [fn, expected] of forms) assertEquals(names(fn), expected, String(fn));
});

Deno.test("readSignature() is not confused by defaults, patterns and comments", () => {
  const fn = function (
    a: unknown = ")",
    b: unknown = (x: number) => ({ y: [x, ","] }),
    /* c, */ { d, e: { f } }: { d: unknown; e: { f: unknown } },
    ...g: unknown[]
  ) {
    return [a, b, d, f, g];
  };
  const { parameters } = readSignature(fn);
  assertEquals(parameters.map(({ name, kind }) => [name, kind]), [["a", "plain"], ["b", "plain"], [
    "d_e",
    "pattern",
  ], ["g", "rest"]]);
  assertEquals(parameters[0]?.fallback, { value: ")" });
  assertEquals(parameters[1]?.fallback, undefined);
});

Deno.test("readSignature() reads literal defaults only", () => {
  const later = () => 1;
  const fn = (
    a = -1,
    b = "x",
    c = [1, 2],
    d: unknown = null,
    e = true,
    f = later(),
    g: unknown = undefined,
  ) => [a, b, c, d, e, f, g];
  assertEquals(readSignature(fn).parameters.map(({ fallback }) => fallback?.value), [
    -1,
    "x",
    [1, 2],
    null,
    true,
    undefined,
    undefined,
  ]);
  assertEquals(readSignature(fn).parameters[5]?.fallback, undefined);
});

Deno.test("readSignature() finds whether a function uses this", () => {
  assertEquals(
    [
      function (this: unknown) {
        return this;
      },
      function () {
        return 1;
      },
      () => 1,
    ].map((fn) => readSignature(fn).usesThis),
    [true, false, false],
  );
});

Deno.test("readSignature() is exact where text alone misleads", () => {
  class Counter {
    #n = 1;
    add(by: number) {
      return this.#n += by;
    }
  }
  const nested = () =>
    function (this: unknown) {
      return this;
    };
  const commented = function (a = /[)"]/, { b = ", c" } = {}) {
    // "this" and => in text
    return [a, b, "this"];
  };
  assertEquals(readSignature(new Counter().add).usesThis, true);
  assertEquals(readSignature(nested).usesThis, false);
  assertEquals(readSignature(commented).usesThis, false);
  assertEquals(names(commented), ["a", "b"]);
  assertEquals(
    names(function (...[first, second]: number[]) {
      return [first, second];
    }),
    ["first_second"],
  );
});
