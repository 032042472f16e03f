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

Deno.test("readSignature() reads every literal default, to any depth", () => {
  const fn = new Function(
    "a = `text`, b = +2, c = -1.5, d = 10n, e = [1, [-2], { f: 'g', 'h i': true, 3: null }], f = {}, g = []",
    "",
  );
  assertEquals(readSignature(fn).parameters.map(({ fallback }) => fallback?.value), [
    "text",
    2,
    -1.5,
    10n,
    [1, [-2], { f: "g", "h i": true, 3: null }],
    {},
    [],
  ]);
});

Deno.test("readSignature() takes no other expression for a literal", () => {
  const defaults = [
    "/a/",
    "`a${1}`",
    "-'1'",
    "!1",
    "~1",
    "[1, x]",
    "[...[1]]",
    "[, 1]",
    "{ a: x }",
    "{ [1]: 1 }",
    "{ get a() { return 1; } }",
    "{ ...{} }",
    "{ __proto__: null }",
    "{ a() {} }",
    "x",
    "1 + 1",
  ];
  for (const text of defaults) {
    const fn = new Function(`a = ${text}`, "");
    assertEquals(readSignature(fn).parameters, [{ name: "a", kind: "plain" }], text);
  }
});

Deno.test("readSignature() tells a default of undefined from none", () => {
  const [none, given] = readSignature(new Function("a, b = undefined", "")).parameters;
  assertEquals([none?.fallback, given?.fallback], [undefined, { value: undefined }]);
});

Deno.test("readSignature() names a pattern after its first level", () => {
  const patterns: [string, string, string][] = [
    ["{ a, 'b c': d, ...rest }", "a_b_rest", "pattern"],
    ["[a, , [b, c], ...rest]", "a_b_rest", "pattern"],
    ["{}", "options", "pattern"],
    ["[]", "options", "pattern"],
    ["{ a } = {}", "a", "pattern"],
    ["...[a, b]", "a_b", "rest"],
  ];
  for (const [text, name, kind] of patterns) {
    const [parameter] = readSignature(new Function(text, "")).parameters;
    assertEquals<unknown>(parameter, { name, kind });
  }
});

Deno.test("readSignature() finds the name, without the mark of a bound function", () => {
  function f(a: number): number {
    return a;
  }
  const bound = readSignature(f.bind(null));
  assertEquals([bound.name, bound.parameters.map(({ name }) => name)], ["f", ["x0"]]);
  const odd = Object.defineProperty(() => 1, "name", { value: 3 });
  assertEquals([readSignature(odd).name, readSignature(() => 1).name], ["", ""]);
});

Deno.test("readSignature() knows nothing else of a function without a text", () => {
  assertEquals(readSignature(Math.abs), {
    name: "abs",
    parameters: [{ name: "x0", kind: "plain" }],
    usesThis: false,
    documentation: "",
  });
});

Deno.test("readSignature() reads the documentation that a body begins with", () => {
  const documented = (body: string) => readSignature(new Function(body)).documentation;
  const documentations = [
    "/** One. */ return 1;",
    "/**\n * Two\n * lines. */",
    "/* No. */ return 1;",
    "//* No.\nreturn 1;",
    "return 1; /** No. */",
    "/* No. */ /** Yes. */ return 1;",
    "return () => { /** No. */ };",
  ].map(documented);
  assertEquals(documentations, ["One.", "Two lines.", "", "", "", "Yes.", ""]);
  assertEquals(readSignature((/** No. */ a: number) => a).documentation, "");
  const arrow = new Function("return () => /** No. */ 1")();
  assertEquals(readSignature(arrow).documentation, "");
});

Deno.test("readSignature() finds this and super in arrows and not in other inner functions", () => {
  const uses = (body: string) => readSignature(new Function(body)).usesThis;
  const bodies = [
    "return () => this;",
    "return [{ a: [this] }];",
    "return function () { return this; };",
    "return class { a = this; };",
    "return { a() { return this; } };",
    "return class { static a() { return super.a; } };",
  ];
  assertEquals(bodies.map(uses), [true, true, false, false, false, false]);
  const child = {
    toString() {
      return super.toString();
    },
  };
  assertEquals(readSignature(child.toString).usesThis, true);
});
