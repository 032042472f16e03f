/** Text that is nested without end brings down nothing but itself. */
import { assertEquals } from "@std/assert";
import { compileModule } from "../../src/code/compile/compile_module.ts";
import { compileUnit } from "../../src/code/compile/compile_unit.ts";
import { typeCheck } from "../../src/code/compile/type_check.ts";

const shapes: Record<string, (depth: number) => string> = {
  parentheses: (n) => `export const f = () => ${"(".repeat(n)}1${")".repeat(n)};`,
  arrays: (n) => `export const f = () => ${"[".repeat(n)}${"]".repeat(n)};`,
  blocks: (n) => `export function f() ${"{".repeat(n)}${"}".repeat(n)}`,
  openBrackets: (n) => "[(".repeat(n),
  sums: (n) => `export const f = (a: number) => ${"a+".repeat(n)}a;`,
  negations: (n) => `export const f = (a: number) => ${"!".repeat(n)}a;`,
  arrows: (n) => `export const f = ${"a=>".repeat(n)}1;`,
  conditions: (n) => `export const f = (a: number) => ${"a?1:".repeat(n)}1;`,
  alternatives: (n) => `export function f(a: number) { ${"if(a){}else ".repeat(n)}{} }`,
  calls: (n) => `export const f = (a: any) => a${"()".repeat(n)};`,
  members: (n) => `export const f = (a: any) => a${".a".repeat(n)};`,
  templates: (n) => "export const f = () => " + "`${".repeat(n) + "1" + "}`".repeat(n),
  types: (n) => `type T = ${"Array<".repeat(n)}1${">".repeat(n)};\nexport const f = (a: T) => a;`,
  tuples: (n) => `type T = ${"[".repeat(n)}1${"]".repeat(n)};\nexport const f = (a: T) => a;`,
};

for (const [shape, make] of Object.entries(shapes)) {
  Deno.test(`compileUnit() survives ${shape} of any depth`, async () => {
    for (const depth of [290, 12_000]) {
      const source = make(depth);
      const outcome = await compileUnit({ entry: "f", source, isTraced: true }, "screen");
      if (outcome.kind === "refused") assertEquals(outcome.diagnostics[0]?.stage, "syntax");
      else if (depth === 290) await typeCheck({ entry: "f", source, original: source });
    }
    assertEquals((await compileModule("export const ok: number = 1;")).kind, "compiled");
  });
}

Deno.test("compileModule() settles for every source when one brings the compiler down", async () => {
  const innocent = Array.from(
    { length: 20 },
    (_, index) => `export const f = (a: number) => a + ${index};`,
  );
  const sources = innocent.toSpliced(10, 0, shapes.blocks!(12_001));
  const kinds = (await Promise.all(sources.map(compileModule))).map(({ kind }) => kind);
  assertEquals(kinds, sources.map((_, index) => index === 10 ? "refused" : "compiled"));
});

Deno.test("compileModule() refuses source on which esbuild would work without end", async () => {
  const nested = (text: string, count: number) => `export const f = ${text.repeat(count)}1;`;
  for (
    const source of [
      nested("a?(b):c=>", 24),
      nested("a?/**/(b)/**/:c=>", 24),
      nested("a ?\n( (b) ) : c =>", 24),
      `x=${"a?(b):c=>{".repeat(24)}1${"}".repeat(24)}`,
      nested("a=>", 301),
      `// ${"x".repeat(200_000)}`,
    ]
  ) assertEquals((await compileModule(source)).kind, "refused", source.slice(0, 60));
  const usual = Array.from(
    { length: 9 },
    (_, at) => `const f${at} = (a: number): number => a ? (1) : 2;`,
  );
  assertEquals((await compileModule(usual.join("\n"))).kind, "compiled");
});
