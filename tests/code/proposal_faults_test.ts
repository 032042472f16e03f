/** Faults of proposals are refusals with their place, in every part of the compiler. */
import { assert, assertEquals } from "@std/assert";
import { compileUnit } from "../../src/code/compile/compile_unit.ts";
import { ChildCompiler } from "../../src/code/child_compiler.ts";

const original = "export function f(text: string): boolean {\n  return text === '';\n}";
const proposal = (body: string) => `export function f(text: string): boolean {\n  ${body}\n}`;

const faults: Record<string, [body: string, column: number]> = {
  "an unterminated group": ["return /(\\d+/.test(text);", 10],
  "an unknown property": ["return /\\p{Emojis}/u.test(text);", 10],
  "a group name given twice": ["return /(?<a>.)(?<a>.)/.test(text);", 10],
  "await as a name": ["let await = 1; return await > 0;", 7],
};

for (const [name, [body, column]] of Object.entries(faults)) {
  Deno.test(`compileUnit() refuses ${name} with line and column`, async () => {
    const source = proposal(body);
    const outcome = await compileUnit({ entry: "f", source, original }, "screen");
    assert(outcome.kind === "refused");
    const [first] = outcome.diagnostics;
    assertEquals(
      [first?.stage, first?.line, first?.column, first?.lineText],
      ["syntax", 2, column, `  ${body}`],
    );
  });
}

Deno.test("compileUnit() compiles and traces a source with a hashbang", async () => {
  const source = `#!/usr/bin/env deno\n${proposal("return text > '';")}`;
  for (const isTraced of [false, true]) {
    const outcome = await compileUnit({ entry: "f", source, original, isTraced }, "screen");
    assert(outcome.kind === "compiled");
    assertEquals(outcome.entryPlace.line, 2);
    const probe = { returns: (_line: number, _label: string, value: unknown) => value };
    assertEquals(new Function("require", outcome.code)(undefined, probe).f("a"), true);
  }
});

Deno.test("compileUnit() traces an arrow function with `=>` in a legal comment", async () => {
  const source = "export const f = (text: string) /*! => */ => /*! => */ text === '';";
  const outcome = await compileUnit({ entry: "f", source, isTraced: true }, "screen");
  assert(outcome.kind === "compiled");
  const probe = { returns: (_line: number, _label: string, value: unknown) => value };
  assertEquals(new Function("require", outcome.code)(undefined, probe).f(""), true);
});

Deno.test("compileUnit() gives the first 20 diagnostics", async () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `n${index}`).join("+");
  const source = proposal(`return ${names};`);
  const outcome = await compileUnit({ entry: "f", source, original }, "screen");
  assert(outcome.kind === "refused");
  assertEquals(outcome.diagnostics.length, 20);
  assertEquals(
    outcome.diagnostics[19]?.column,
    proposal("return ").split("\n")[1]!.length + 1 +
      names.indexOf("n19"),
  );
});

Deno.test("Compiler outcomes survive structuredClone", async () => {
  const compiler = new ChildCompiler();
  const units = [
    { entry: "f", source: original, isTraced: true },
    { entry: "f", source: proposal("return nothing;"), original },
    { source: "export const x = 1" },
  ];
  const outcomes = await compiler.compile(structuredClone(units), { level: "full" });
  assertEquals(structuredClone(outcomes), outcomes);
  assertEquals(outcomes.map(({ kind }) => kind), ["compiled", "refused", "compiled"]);
  const inlined = await compiler.inline("import a from 'b';\nexport default function f() { a(); }");
  assertEquals(structuredClone(inlined), inlined);
});

Deno.test("compileUnit() refuses a short source that compiles to a long code", async () => {
  const names = Array.from({ length: 19 }, (_, index) => `A${index}`);
  const members = names.map((name, index) =>
    index === 0
      ? `${name} = "xxxxxxxx"`
      : `${name} = \`\${${names[index - 1]}}\${${names[index - 1]}}\``
  );
  const source = `enum E { ${members.join(", ")} }\n${proposal("return text === E.A18;")}`;
  const outcome = await compileUnit({ entry: "f", source, original }, "screen");
  assert(outcome.kind === "refused");
  assert(outcome.diagnostics[0]?.message.startsWith("Cannot use source that compiles to"));
});
