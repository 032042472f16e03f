import { assert, assertEquals } from "@std/assert";
import { declareEntry } from "../../../src/trace/function/declare_entry.ts";
import { compileUnit } from "../../../src/code/compile/compile_unit.ts";

const forms: readonly [source: string, expected: string][] = [
  ["export function f(n: number) { return n; }", "export function f(n: number) { return n; }"],
  ["export const f = (n: number) => n;", "export const f = (n: number) => n;"],
  ["const f = (n: number) => n;", "export const f = (n: number) => n;"],
  [
    "let f: F = function (n: number) { return n; };\ntype F = (n: number) => number;",
    "export let f: F = function (n: number) { return n; };\ntype F = (n: number) => number;",
  ],
  [
    "const k = 2;\nfunction f(n: number) { return k * n; }",
    "const k = 2;\nfunction f(n: number) { return k * n; }",
  ],
  ["async function f(n: number) { return n; }", "async function f(n: number) { return n; }"],
  [
    "/** Doc. */\nexport default function f(n: number) { return n; }",
    "/** Doc. */\nexport function f(n: number) { return n; }",
  ],
  [
    "export default function (n: number) { return n; }",
    "export function f(n: number) { return n; }",
  ],
  [
    "export default async function*(n: number) { yield n; }",
    "export async function* f(n: number) { yield n; }",
  ],
  ["export default (n: number) => n;", "export const f = (n: number) => n;"],
  ["export default async n => n;", "export const f = async n => n;"],
  [
    "const f = (n: number) => n;\nexport default f;",
    "export const f = (n: number) => n;\nexport default f;",
  ],
  [
    "const g = (n: number) => n;\nexport { g as f };",
    "const g = (n: number) => n;\nexport { g as f };",
  ],
  ["(n: number) => n", "export const f = (n: number) => n;"],
  [
    "// Doubles.\n\n/* so */ async (n: number) => n;\n",
    "// Doubles.\n\n/* so */ export const f = async (n: number) => n;",
  ],
  ["function (n: number) { return n; }", "export function f(n: number) { return n; }\n"],
  ["async function <T>(n: T) { return n; }", "export async function f<T>(n: T) { return n; }\n"],
  [
    "export default function solve(n: number) { return n; }",
    "export default function solve(n: number) { return n; }",
  ],
  // No function of this name, nor one without: refused later, with the name.
  ["function g(n: number) { return n; }", "function g(n: number) { return n; }"],
  ["const ff = 1;\nfunction fx() {}", "const ff = 1;\nfunction fx() {}"],
  ["(1 + 2)", "(1 + 2)"],
  ["", ""],
];

Deno.test("declareEntry() exports one function by its name, in whatever form it was written", async () => {
  for (const [source, expected] of forms) {
    const declared = declareEntry(source, "f");
    assertEquals(declared, expected, source);
    assertEquals(declareEntry(declared, "f"), declared, source);
    if (!/\bf\b/.test(declared)) continue;
    const compiled = await compileUnit(
      { entry: "f", original: declared, source: declared },
      "screen",
    );
    assert(
      compiled.kind === "compiled" && compiled.exports.includes("f"),
      JSON.stringify(compiled),
    );
  }
});

Deno.test("declareEntry() reads names literally, and takes no time for hostile text", () => {
  assertEquals(declareEntry("const $a = () => 1;", "$a"), "export const $a = () => 1;");
  assertEquals(declareEntry("const a = () => 1;", "$a"), "const a = () => 1;");
  for (
    const hostile of [
      "/*".repeat(50_000),
      "/**/".repeat(50_000),
      "export default ".repeat(20_000),
      " ".repeat(200_000),
      "(".repeat(200_000),
      "export {".repeat(30_000),
      "async ".repeat(50_000),
    ]
  ) {
    declareEntry(hostile, "f");
  }
});
