import { assertEquals } from "@std/assert";
import { declared } from "../../../src/trace/code/declared_source.ts";
import { functionHead } from "../../../src/trace/code/function_head.ts";

Deno.test("functionHead() gives everything before the body", () => {
  const cases: [string, string][] = [
    ["export function f(a: number): string { return `${a}`; }", "function f(a: number): string"],
    [
      "/** f( */\nasync function f<T>(\n  a: T,\n  b = { x: 1 },\n): Promise<{ y: T }> {\n  return { y: a };\n}",
      "async function f<T>( a: T, b = { x: 1 }, ): Promise<{ y: T }>",
    ],
    [
      "export const f = (a: number): { b: number } => ({ b: a });",
      "const f = (a: number): { b: number }",
    ],
    ["const f = async (a: number) => a;", "const f = async (a: number)"],
    ["let x = 1;", "f"],
  ];
  for (const [source, head] of cases) assertEquals(functionHead(source, "f"), head);
});

Deno.test("declared() makes a declaration of every form of function, moved to the left", () => {
  const tools = {
    async method(a: number) {
      await null;
      return a;
    },
    "odd name"(a: number) {
      return a;
    },
  };
  const sources = [tools.method, tools["odd name"], function () {}, (a: number) => a].map((fn) =>
    declared(fn, "given")
  );
  assertEquals(sources.map(({ entry }) => entry), ["method", "given", "given", "given"]);
  assertEquals(
    sources[0]?.source,
    "export async function method(a) {\n  await null;\n  return a;\n}",
  );
  assertEquals(sources[1]?.source, "export function given(a) {\n  return a;\n}");
  assertEquals(sources[3]?.source, "export const given = (a)=>a;");
});
