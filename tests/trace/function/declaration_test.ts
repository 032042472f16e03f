import { assertEquals, assertThrows } from "@std/assert";
import { declare } from "../../../src/trace/function/declaration.ts";

Deno.test("declare() makes a declaration of every form of function, moved to the left", () => {
  const tools = {
    async method(a: number) {
      await null;
      return a;
    },
    "odd ( name"(a: number) {
      return a;
    },
    get size() {
      return 1;
    },
  };
  const size = Object.getOwnPropertyDescriptor(tools, "size")!.get!;
  const declarations = [
    tools.method,
    tools["odd ( name"],
    function () {},
    (a: number) => a,
    async function* walk(a: number) {
      yield await a;
    },
    size,
  ].map((fn) => declare(fn, "given"));
  assertEquals(declarations.map(({ entry }) => entry), [
    "method",
    "given",
    "given",
    "given",
    "walk",
    "given",
  ]);
  assertEquals(declarations.map(({ source }) => source), [
    "export async function method(a) {\n  await null;\n  return a;\n}",
    "export function given(a) {\n  return a;\n}",
    "export function given() {}",
    "export const given = (a)=>a;",
    "export async function* walk(a) {\n  yield await a;\n}",
    "export function given() {\n  return 1;\n}",
  ]);
});

Deno.test("declare() gives everything before the body as signature", () => {
  const cases: [string, string][] = [
    ["function f(a) { return a; }", "export function f(a)"],
    [
      "async function f(\n  a,\n  b = { x: ')' },\n) {}",
      "export async function f( a, b = { x: ')' }, )",
    ],
    ["(a) /* => */ => ({ b: a })", "export const f = (a) /* => */"],
    ["async a => a", "export const f = async a"],
    ["(a = () => 1) => a", "export const f = (a = () => 1)"],
  ];
  for (const [text, signature] of cases) {
    const fn = new Function(`return ${text}`)();
    assertEquals(declare(fn, "f").signature, signature);
  }
});

Deno.test("declare() leaves text literals of several lines as they are", () => {
  const { poem } = {
    poem() {
      return `one
      two`;
    },
  };
  assertEquals(new Function(`${declare(poem, "poem").source.slice(7)}; return poem();`)(), poem());
});

Deno.test("declare() refuses a function without a text", () => {
  for (const fn of [Math.max, (() => 1).bind(null), class A {} as unknown as CallableFunction]) {
    assertThrows(() => declare(fn, "f"), TypeError, "Cannot read");
  }
});
