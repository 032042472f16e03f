import { assertEquals } from "@std/assert";
import { adoptSource } from "../../src/code/compile/adopt_source.ts";
import { readResultShape } from "../../src/code/compile/read_result_shape.ts";
import { shapeClaim, shapeFault } from "../../src/code/result_shape.ts";

const current =
  "export function pick(items: number[], room: number): number {\n  return items.length + room;\n}";

const adopt = (source: string) => adoptSource({ source, entry: "pick", current });

const sourceOf = async (source: string) => (await adopt(source)).source;

Deno.test("adoptSource() gives the entry its name and its export", async () => {
  const wanted = "export function pick(items, room) { return 1; }";
  for (
    const source of [
      "export default function pick(items, room) { return 1; }",
      "export default function (items, room) { return 1; }",
      "function choose(items, room) { return 1; }",
      "export function choose(items, room) { return 1; }",
      "function pick(list, size) { return 1; }",
    ]
  ) assertEquals(await sourceOf(source), wanted, source);
  assertEquals(
    await sourceOf("export default (items, room) => 1"),
    "export const pick = (items, room) => 1;",
  );
  assertEquals(
    await sourceOf("const pick = (items, room) => 1;"),
    "export const pick = (items, room) => 1;",
  );
});

Deno.test("adoptSource() renames a function with all its uses, and no other name", async () => {
  const source = "function f(a, b) { const o = { a, f: 1 }; return b > 0 ? f(o.a, b - 1) : o.f; }";
  assertEquals(
    await sourceOf(source),
    "export function pick(items, room) { const o = { a: items, f: 1 }; return room > 0 ? pick(o.a, room - 1) : o.f; }",
  );
});

Deno.test("adoptSource() renames nothing where a name is taken or more than one function fits", async () => {
  const taken = "export function pick(a, room) { const items = 1; return a + items; }";
  assertEquals(await sourceOf(taken), taken);
  const two = "function f(items, room) { return 1; }\nfunction g(items, room) { return 2; }";
  assertEquals(await sourceOf(two), two);
  const other = "function f(items) { return 1; }";
  assertEquals(await sourceOf(other), other);
});

Deno.test("adoptSource() leaves out unused imports, keeps used ones, and leaves broken source alone", async () => {
  const pick = "export function pick(items, room) { return 1; }";
  assertEquals(await sourceOf(`import a, { b } from "x";\nimport * as c from "y";\n${pick}`), pick);
  const used = `import { b } from "x";\nexport function pick(items, room) { return b; }`;
  assertEquals(await sourceOf(used), used);
  const typed =
    `import type { B } from "x";\nexport function pick(items: B, room: B) { return 1; }`;
  assertEquals(await sourceOf(typed), typed);
  for (const broken of ["function pick(", "[".repeat(100_000)]) {
    assertEquals(await adopt(broken), { source: broken, isSame: false });
  }
});

Deno.test("adoptSource() knows code that does the same", async () => {
  for (
    const source of [
      current,
      `${current}\n\n`,
      `// why\n${current.replaceAll("  ", "\t")}`,
      "function pick(a, b) { return a.length + b }",
      "const other = 1, pick2 = 2;",
    ]
  ) assertEquals((await adopt(source)).isSame, !source.includes("pick2"), source);
  assertEquals((await adopt(current.replace("+", "-"))).isSame, false);
  assertEquals((await adopt(`// EVOLVE-BLOCK-START\n${current}`)).isSame, false);
});

Deno.test("readResultShape() reads declared results, and any value for the rest", () => {
  const fault = (type: string, value: unknown, before = "") =>
    shapeFault(
      value,
      shapeClaim(
        readResultShape({ original: `${before}export function f(): ${type} {}`, entry: "f" }),
      ),
    );
  assertEquals(fault("number", 1), undefined);
  assertEquals(fault("number", "1"), 'it returned "1" (string) instead of a number');
  assertEquals(fault("Promise<number>", undefined), "it returned undefined instead of a number");
  assertEquals(fault("[number, number]", [1]), "it returned [1] (array) instead of an array of 2");
  assertEquals(
    fault("Shot", { x: 1, y: "2" }, "interface Shot { x: number; y: number; why?: string }\n"),
    'it returned {x: 1, y: "2"}, whose .y is "2" (string) instead of a number',
  );
  assertEquals(
    fault('"a" | "b" | null', "c"),
    'it returned "c" (string) instead of "a" or "b" or null',
  );
  assertEquals(
    fault("number[]", [1, null]),
    "it returned [1, null], whose [1] is null instead of a number",
  );
  for (
    const type of ["any", "unknown", "void", "T", "Map<string, number>", "number | T", "() => void"]
  ) {
    assertEquals(fault(type, { odd: true }), undefined, type);
  }
  assertEquals(readResultShape({ original: "function f() {}", entry: "f" }), { kind: "any" });
  assertEquals(readResultShape({ original: "function f(", entry: "f" }), { kind: "any" });
});
