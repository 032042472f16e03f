import { assert, assertEquals } from "@std/assert";
import { sumCode } from "../../../src/search/code/sum_code.ts";
import { mostTerms, resultOf } from "../../../src/search/code/terms_of.ts";
import { print } from "../../../src/search/code/print/print.ts";
import { readCode } from "../../../src/search/code/tree/code_tree.ts";

const code = (body: string, head = "a: number, b: number") =>
  `function f(${head}): number {\n  ${body}\n}`;

const termsOf = (source: string) => resultOf(readCode(source))?.terms.map((term) => print(term));

Deno.test("the terms of a result are the constant, the result, then functions of the numbers in scope and their products", () => {
  const terms = termsOf(code("return a;", "a: number")) ?? [];
  assertEquals(terms.slice(0, 4), ["1", "a", "a", "Math.sin(a)"]);
  for (const term of ["a ** 2", "a * Math.exp(a)", "Math.sqrt(a ** 2 + 1)", "a * a ** 2"]) {
    assert(terms.includes(term), term);
  }
  assertEquals(new Set(terms.slice(2)).size, terms.length - 2);
  assert(!terms.includes("Math.exp(a + 1)"), "a multiple of another one");
  assertEquals(termsOf(code("return a - b;"))?.length, mostTerms);
});

Deno.test("terms may use what is in scope at the result, fields of records too", () => {
  const terms = termsOf(code("const c = o.size * 2;\n  return c;", "o: { size: number }")) ?? [];
  assert(terms.includes("o.size ** 2") && terms.includes("Math.log(c)"), terms.slice(0, 9).join());
});

Deno.test("code without a result, with several or with one that is no number has no terms", () => {
  assertEquals(termsOf(code("if (a > b) return a;\n  return b;")), undefined);
  assertEquals(termsOf("function f(a: string): string {\n  return a;\n}"), undefined);
  assertEquals(termsOf("function f(a: number): void {\n  a++;\n}"), undefined);
});

Deno.test("terms are added to the result with their factors, and the rest stays as it was written", () => {
  const source = code("return a - b; // so far");
  const bodyWith = (...terms: readonly (readonly [number, number])[]) =>
    sumCode([{ source, terms }])[0]?.source.split("\n")[1]?.trim();
  const number = (text: string) => termsOf(source)?.indexOf(text) ?? -1;
  assertEquals(bodyWith([number("a * b"), -2]), "return a - b - 2 * (a * b); // so far");
  assertEquals(bodyWith([0, 1.5], [1, 1]), "return 2 * (a - b) + 1.5; // so far");
  assertEquals(bodyWith([1, -1], [number("Math.sin(a)"), 1]), "return Math.sin(a); // so far");
  assertEquals(bodyWith([1, -1], [0, 0]), "return 0; // so far");
});

Deno.test("a sum is null where the code does not parse, has no such term or keeps its result fixed", () => {
  const fixed = code("// FIXED-BLOCK-START\n  return a;\n  // FIXED-BLOCK-END");
  const wishes = [
    { source: "function f(", terms: [] },
    { source: code("return a;"), terms: [[mostTerms, 1]] as const },
    { source: code("return a;"), terms: [[-1, 1]] as const },
    { source: fixed, terms: [[0, 1]] as const },
  ];
  assertEquals(sumCode(wishes), [null, null, null, null]);
});
