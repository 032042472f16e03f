import { assertEquals } from "@std/assert";
import { numbersOfCode, renumberCode } from "../../../src/search/code/renumber_code.ts";

const code = (body: string) => `function f(a: number, b: number): number {\n  ${body}\n}`;

/** The body of a function with each of its free numbers raised by so much. */
function raised(body: string, by: number): string | undefined {
  const source = code(body);
  const numbers = numbersOfCode([source])[0] ?? [];
  const [changed] = renumberCode([{ source, numbers: numbers.map((number) => number + by) }]);
  return changed?.source.split("\n").slice(1, -1).join("\n").trim();
}

Deno.test("code has the numbers that stand in it, a factor for each term without one, and an added 0", () => {
  const numbersIn = (body: string) => numbersOfCode([code(body)])[0];
  assertEquals(numbersIn("return 100 * a - b;"), [100, 1, 0]);
  assertEquals(numbersIn("return 3 - a * b;"), [3, 1]);
  assertEquals(numbersIn("return Math.sin(a);"), [1, 0, 1]);
  assertEquals(numbersIn("const c = -2.5 * a;\n  return c;"), [-2.5, 1, 0]);
  assertEquals(numbersIn("return a > 4 ? a : b;"), [4, 1, 0]);
});

Deno.test("indices, bounds of loops and whole exponents are not free, and long code has no unwritten numbers", () => {
  const numbersIn = (body: string) => numbersOfCode([code(body)])[0];
  assertEquals(numbersIn("return a ** 2;"), [1, 0]);
  assertEquals(numbersIn("return a ** 2.5;"), [2.5, 1, 0]);
  assertEquals(numbersIn("return [a, b][0] ?? a;"), []);
  assertEquals(
    numbersIn("let sum = 0.5;\n  for (let i = 0; i < 4; i++) sum += a;\n  return sum;"),
    [0.5, 1, 0],
  );
  const terms = Array.from({ length: 13 }, (_, place) => `${place + 1} * a`);
  assertEquals(numbersIn(`return ${terms.join(" + ")} + b;`)?.length, 13);
});

Deno.test("other numbers take the places of those of the code, and the rest stays as it was written", () => {
  assertEquals(raised("return 100 * a - b;", 0.5), "return 100.5 * a - 1.5 * b + 0.5;");
  assertEquals(raised("return -3 * a; // steep", 1), "return -2 * a + 1; // steep");
  assertEquals(raised("return Math.sin(a * b);", 1), "return 2 * Math.sin(2 * (a * b)) + 1;");
  assertEquals(
    raised("const c = a > 4 ? 2 : b;\n  return c * b;", 1),
    "const c = a > 5 ? 3 : b;\n  return 2 * (c * b) + 1;",
  );
  assertEquals(raised("return 2 - a;", 0), "return 2 - a;");
});

Deno.test("renumberCode() gives null for code that does not parse, or has another number of numbers", () => {
  const source = code("return 2 * a;");
  assertEquals(
    renumberCode([{ source: "function (", numbers: [] }, { source, numbers: [1] }]),
    [null, null],
  );
  assertEquals(numbersOfCode(["function ("]), [null]);
});

Deno.test("numbers that share an expression with fixed lines, and those without room, are not free", () => {
  const source = `function f(a: number, b: number): number {
  const slope = 3 * b;
  // FIXED-BLOCK-START
  const most = 40 * a;
  // FIXED-BLOCK-END
  return b < -1.5e308 ? most : 2 * slope;
}`;
  assertEquals(numbersOfCode([source]), [[3, 2, 1, 0]]);
  const [changed] = renumberCode([{ source, numbers: [4, 5, 1, 0] }]);
  assertEquals(changed?.source, source.replace("3 * b", "4 * b").replace("2 * slope", "5 * slope"));
  assertEquals(numbersOfCode([code("return a > 1e999 ? a : 2 * b;")]), [[2, 1, 0]]);
});
