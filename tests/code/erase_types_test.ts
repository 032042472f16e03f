import { assertEquals, assertMatch } from "@std/assert";
import { compileModule } from "../../src/code/compile/compile_module.ts";
import { compileUnit } from "../../src/code/compile/compile_unit.ts";
import { eraseTypes } from "../../src/code/compile/erase_types.ts";
import { parseModule } from "../../src/code/parsed_module.ts";
import { syntaxText } from "../../src/code/syntax_text.ts";
import { parseJavaScript } from "../../src/trace/function/parse_javascript.ts";

const typed = `interface Point { x: number }
export type Pair = { b: string };
export async function f<T>(k: number, a?: number, { b }: { b: number } = { b: 1 }, ...rest: T[]): Promise<number> {
  const g = <U,>(x: U): x is U => x as unknown as never;
  let q!: number, r: string | undefined;
  const [z]: [number] = [1];
  interface Inner { y: Point }
  g<number>(z!);;
  for (const each of rest) r = \`\${each as string}\`;
  if (r) { return q; } else return a ?? k;
  return (a satisfies number) + <any>b + 1e3 + 0x10;
}
function h(x?: number): asserts x is number { }
`;

Deno.test("eraseTypes() leaves the program that esbuild makes, at the same lines and columns", async () => {
  const erased = eraseTypes(parseModule(typed));
  const compiled = await compileModule(typed);
  if (erased === undefined || compiled.kind === "refused") throw new Error("refused");
  assertEquals(syntaxText(erased.program), syntaxText(parseJavaScript(compiled.module)));
  assertEquals(syntaxText(parseJavaScript(erased.code)), syntaxText(erased.program));
  assertEquals(erased.code.indexOf("const [z]"), typed.indexOf("const [z]"));
});

Deno.test("eraseTypes() leaves to the compiler what is more than types", () => {
  const sources = [
    "enum A { B }",
    "namespace N { export const x = 1 }",
    "class A { constructor(private x: number) {} }",
    "export function f(this: Date) {}",
    "function f(x: string): void; function f(x: unknown) {}",
    'import type { A } from "a";',
    'import { type A } from "a";',
    "declare const x: number;",
    "export function f() { using x = null; }",
    "export function f(a: unknown) { return (a) as number; }",
  ];
  assertEquals(sources.filter((source) => eraseTypes(parseModule(source)) !== undefined), []);
});

const original = "export function f(a: number): number {\n  return a;\n}\n";
const unit = { entry: "f", original, uses: [], libraries: [] };
const body = (text: string) => original.replace("return a;", text);

/** The outcome as one line. */
async function outcome(source: string, how: object, level: "screen" | "full" = "screen") {
  const compiled = await compileUnit({ ...unit, source, ...how }, level);
  if (compiled.kind === "compiled") return "mappings" in compiled ? "compiled" : "erased";
  return compiled.diagnostics.map(({ stage, line }) => `${stage} ${line}`).join();
}

Deno.test("compileUnit() makes all checks provisionally too", async () => {
  const isProvisional = { isProvisional: true };
  assertEquals(await outcome(body("return a! * 2;"), isProvisional), "erased");
  assertEquals(await outcome(body("return fetch;"), isProvisional), "free-variable 2");
  assertEquals(
    await outcome(body("return a.constructor.constructor;"), isProvisional),
    "forbidden 2",
  );
  assertEquals(await outcome(body("return eval('1');"), isProvisional), "forbidden 2");
  assertEquals(await outcome(body("return 1 +;"), isProvisional), "syntax 2");
  assertEquals(
    await outcome("export function f(b: number): number {\n  return b;\n}\n", isProvisional),
    "signature 1",
  );
  assertEquals(await outcome(`import "x";\n${original}`, isProvisional), "import 1");
});

Deno.test("compileUnit() leaves to esbuild what the body of a function would read as a comment", async () => {
  const source = body("let b = 1; return a <!--b;");
  assertEquals(await outcome(source, { isProvisional: true }), await outcome(source, {}));
});

Deno.test("compileUnit() confirms only a program that is the one that ran", async () => {
  const wasProvisional = { wasProvisional: true };
  assertEquals(await outcome(body("return a! * 2;"), wasProvisional), "compiled");
  // esbuild joins the two texts.
  assertEquals(await outcome(body('return ("a" + "b").length;'), wasProvisional), "syntax 1");
  assertEquals(await outcome(body('return ("a" + "b").length;'), {}), "compiled");
});

Deno.test("compileUnit() gives an error's place in provisional code as in compiled code", async () => {
  const source = body("const b: number = 1;\n  return (null as any).x + b;");
  const { positionsOf } = await import("../../src/code/positions.ts");
  const places = await Promise.all([true, false].map(async (isProvisional) => {
    const compiled = await compileUnit({ ...unit, source, isProvisional }, "screen");
    if (compiled.kind === "refused") throw new Error("refused");
    const run = new Function("require", compiled.code)();
    try {
      run.f(1);
    } catch (error) {
      const [, line, column] = /<anonymous>:(\d+):(\d+)/.exec((error as Error).stack!)!;
      // `new Function` adds two lines of its own.
      return positionsOf(compiled.mappings, source).locate(Number(line) - 2, Number(column));
    }
  }));
  assertEquals(places[0]?.line, 3);
  assertEquals(places[0]?.line, places[1]?.line);
  assertMatch(places[0]!.lineText, /null as any/);
});
