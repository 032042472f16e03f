import { assertEquals, assertNotEquals } from "@std/assert";
import { factsOf } from "../../../../src/search/code/facts/code_facts.ts";
import { readCode } from "../../../../src/search/code/tree/code_tree.ts";

const facts = (body: string) =>
  factsOf(readCode(`function f(x: number, y: number, list: number[]): number {\n  ${body}\n}`));
const behaviour = (body: string) => facts(body).behaviour;

Deno.test("factsOf() gives rewritings of a calculation the same behaviour", () => {
  const groups = [
    ["return x * x + x;", "return x + x ** 2;", "return x * (x + 1);", "return (x + 1) / (1 / x);"],
    ["return Math.exp(x + y);", "return Math.exp(y) * Math.exp(x);", "return  Math.exp(x - -y);"],
    ["if (x > 1 + y) return 2;\n  return x;", "if (x > y + 1) return 2;\n\n  return x;"],
    ["return list.at(x + 1)! * 2;", "return 2 * list.at(1 + x)!;"],
  ];
  for (const [first = "", ...others] of groups) {
    for (const other of others) assertEquals(behaviour(first), behaviour(other), other);
  }
});

Deno.test("factsOf() tells different calculations apart, also where they agree near zero or have no value", () => {
  const pairs = [
    ["return x + y;", "return x - y;"],
    ["return Math.sin(x);", "return x;"],
    ["return Math.log(-x * x);", "return Math.sqrt(-x * x);"],
    ["return Math.abs(x - 40);", "return 40 - x;"],
    ["return Math.max(x, 100);", "return Math.max(x, 200);"],
    ["if (x > 100) return 1;\n  return 2;", "if (x > 101) return 1;\n  return 2;"],
    ["return list.at(x + 1)!;", "return list.at(x + 2)!;"],
  ];
  for (const [one = "", other = ""] of pairs) {
    assertNotEquals(behaviour(one), behaviour(other), one);
  }
});

Deno.test("factsOf() finds the form without numbers, and a size that counts a call of Math as one", () => {
  assertEquals(facts("return 2 * x - 3;").form, facts("return 0.5 * x - 70;").form);
  assertNotEquals(facts("return 2 * x - 3;").form, facts("return 2 * x + 3;").form);
  assertEquals(facts("return x;").size, 2);
  assertEquals(facts("return Math.sin(x);").size, 3);
  assertEquals(facts("return x + y;").size, 4);
});
