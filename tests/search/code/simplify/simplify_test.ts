import { assertEquals } from "@std/assert";
import { tidy } from "../../../src/search/code/tidy.ts";

/** What becomes of an expression over the numbers a, b and c and the condition d. */
async function tidied(expression: string): Promise<string> {
  const head = "function f(a: number, b: number, c: number, d: boolean) {\n  return ";
  const { source } = await tidy(`${head}${expression};\n}`);
  return source.slice(head.length, -3);
}

Deno.test("tidy() takes out parentheses that say nothing", async () => {
  assertEquals(await tidied("((a))"), "a");
  assertEquals(await tidied("((a - b) - (c))"), "a - b - c");
  assertEquals(await tidied("((a * b) + (c / 2))"), "a * b + c / 2");
  assertEquals(await tidied("Math.max((a + b), (c))"), "Math.max(a + b, c)");
  assertEquals(await tidied("((a < b) && ((b < c) && d))"), "a < b && b < c && d");
  assertEquals(await tidied("((a > (1)) ? (b) : (c + 1))"), "a > 1 ? b : c + 1");
});

Deno.test("tidy() keeps parentheses that carry meaning or help the reader", async () => {
  const needed = [
    "a - (b - c)",
    "a / (b * c)",
    "(a + b) * c",
    "-(a + b)",
    "(-a) ** 2",
    "(a + b) ** 2",
    "(a < b || d) && b < c",
    "(a < b && d) || b < c",
    "a * (b % c)",
    "(d ? a : b) + c",
    "(a + b).toFixed(1)",
    "(5).toFixed(1)",
    "(a as number) + b",
    "(a)! + b",
  ];
  for (const expression of needed) assertEquals(await tidied(expression), expression);
});

Deno.test("tidy() folds constants, joins signs and drops what has no effect", async () => {
  assertEquals(await tidied("a + (-3)"), "a - 3");
  assertEquals(await tidied("a - (-3)"), "a + 3");
  assertEquals(await tidied("a - (-b)"), "a + b");
  assertEquals(await tidied("-(-a)"), "a");
  assertEquals(await tidied("-(a - b)"), "b - a");
  assertEquals(await tidied("(-a) * (-b)"), "a * b");
  assertEquals(await tidied("(2 * 3) + a"), "6 + a");
  assertEquals(await tidied("(a * 1) / 1 + 0"), "a");
  assertEquals(await tidied("a + 3 - 1"), "a + 2");
  assertEquals(await tidied("a - 3 - 1"), "a - 4");
  assertEquals(await tidied("a * 3 / 2"), "a * 1.5");
  assertEquals(await tidied("a - b + 3"), "a - b + 3");
  assertEquals(await tidied("a - a"), "0");
  assertEquals(await tidied("!(a < b)"), "a >= b");
  assertEquals(await tidied("!(!d)"), "d");
  assertEquals(await tidied("(d ? a : a)"), "a");
  assertEquals(await tidied("Math.abs(Math.abs(a))"), "Math.abs(a)");
  assertEquals(await tidied("Math.min(a, (a))"), "a");
});

Deno.test("tidy() changes the value of no expression", async () => {
  const expressions = [
    "a - (b - (c - (a - 1))) * (2 - (-b))",
    "((a / b) * (c % 5)) ** 2 - (-(b - c))",
    "!(a < b) ? (-(-c)) : (1 * (a) + (0))",
    "(a < b || (b < c && !(d))) ? ((a)) : (b - (c + -4))",
  ];
  const values: [number, number, number, boolean][] = [[1, 2, 3, true], [-4, 0.5, 9, false]];
  const valueOf = (expression: string, args: readonly unknown[]): unknown =>
    new Function("a", "b", "c", "d", `return ${expression};`)(...args);
  for (const expression of expressions) {
    const short = await tidied(expression);
    for (const args of values) assertEquals(valueOf(short, args), valueOf(expression, args));
  }
});

Deno.test("tidy() leaves text that is no number alone", async () => {
  const source = 'function f(name: string): string {\n  return "" + name + 0;\n}';
  assertEquals((await tidy(source)).source, source);
});
