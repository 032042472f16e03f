import { assert, assertEquals, assertMatch, assertStrictEquals, assertThrows } from "@std/assert";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { installHostServices } from "../../../src/trace/host_services.ts";
import { node } from "../../../src/trace/node.ts";

installHostServices({
  moduleReader: (url) => url.startsWith("file:") ? Deno.readTextFileSync(new URL(url)) : undefined,
});

function helper(x: { f(): number }): number {
  return x.f(); // the line that fails
}

Deno.test("an error of a bundle becomes an exception node with the inputs of the call", () => {
  const f = bundle(function f(a: number) {
    if (a > 0) throw new TypeError("too large");
    return a;
  });
  const x = node(1);
  const error = assertThrows(() => f(x), ExecutionError, "f failed: (TypeError) too large");
  assertEquals([error.node.kind, error.node.baseName, error.node.data], [
    "exception",
    "exception_f",
    "(TypeError) too large",
  ]);
  assertStrictEquals(error.node.inputs[0], x);
  assert(error.cause instanceof TypeError);
  assertEquals(error.code, "execution");
});

Deno.test("feedback() is the message when simple and the failing line when full", () => {
  const f = bundle(function outer(a: number) {
    return helper(a as unknown as { f(): number });
  });
  const error = assertThrows(() => f(1), ExecutionError);
  assertEquals(error.feedback(), error.feedback("simple"));
  assertMatch(error.feedback(), /^\(TypeError\) .*x\.f is not a function/);
  const full = error.feedback("full");
  assertMatch(full, /helper in execution_error_test\.ts, line \d+/);
  assertMatch(full, /return x\.f\(\); \/\/ the line that fails {2}<--- \(TypeError\)/);
  assertMatch(full, /outer in execution_error_test\.ts/);
  assert(!full.includes("file://"), "no path of this machine");
});

Deno.test("anything thrown becomes an exception node", () => {
  const hostile = Object.defineProperty(new Error("x"), "message", {
    get() {
      throw new Error("no");
    },
  });
  const looping: { readonly message: string } = Object.defineProperty(new Error("x"), "message", {
    get(): string {
      return looping.message;
    },
  });
  const cases: [unknown, RegExp][] = [
    [3, /^\(number\) 3$/],
    ["text", /^\(string\) "text"$/],
    [null, /^\(null\) null$/],
    [undefined, /^\(undefined\) undefined$/],
    [{ code: 1 }, /^\(record\) \{code: 1\}$/],
    [new Error(""), /^\(Error\) no message was given$/],
    [hostile, /^\(Error\) no message/],
    [looping, /^\(Error\) no message/],
    [new RangeError("r"), /^\(RangeError\) r$/],
  ];
  for (const [thrown, expected] of cases) {
    const f = bundle(() => {
      throw thrown;
    });
    const error = assertThrows(() => f(), ExecutionError);
    assertMatch(error.node.data, expected);
    assertMatch(error.feedback("full"), /<---/);
  }
});

Deno.test("a failed operator shows the call that failed", () => {
  const error = assertThrows(() => node(3).div(0), ExecutionError);
  assertEquals(error.feedback("full"), "div(x=3, y=0)  <--- (RangeError) Cannot divide by zero");
});

Deno.test("a failed operator inside a bundle gives the bundle's failure, and stays in its inner graph", () => {
  const f = bundle(function f(a: number) {
    return node(a).div(0).data;
  });
  const error = assertThrows(
    () => f(7),
    ExecutionError,
    "f failed: (RangeError) Cannot divide by zero",
  );
  assertEquals(error.feedback("full"), "div(x=7, y=0)  <--- (RangeError) Cannot divide by zero");
  assertEquals(error.node.inner?.outputs?.[0]?.baseName, "exception_div");
  assertEquals(error.node.inputs[0]?.data, 7);
});

Deno.test("a method of null fails with an exception node", () => {
  const f = bundle((x: { f(): void } | null) => (x as { f(): void }).f());
  assertThrows(() => f(null), ExecutionError, "(TypeError)");
});
