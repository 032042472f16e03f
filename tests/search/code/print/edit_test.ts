import { assertEquals } from "@std/assert";
import type { AnyNode } from "acorn";
import { binary, constant, identifier, unary } from "../../../../src/search/code/print/build.ts";
import { applyEdits } from "../../../../src/search/code/print/edit.ts";
import { writtenText } from "../../../../src/search/code/print/print.ts";
import { type CodeTree, readCode } from "../../../../src/search/code/tree/code_tree.ts";

const sum = binary("+", identifier("x"), constant(1));

/** The expression after the part with this text was replaced. */
function replaced(expression: string, part: string, by: AnyNode): string | undefined {
  const head = "const f = (a, b, c) => { return ";
  const tree = readCode(`${head}${expression}; };`);
  const source = applyEdits(tree, [{ kind: "replace", node: nodeOf(tree, part), by }]);
  return source?.slice(head.length, -4);
}

function nodeOf(tree: CodeTree, text: string): AnyNode {
  const place = tree.places.find(({ node }) => writtenText(node) === text);
  if (!place) throw new Error(`Cannot find "${text}" in "${tree.source}"`);
  return place.node;
}

Deno.test("applyEdits() puts parentheses where they are necessary, and only there", () => {
  assertEquals(replaced("a * b", "b", sum), "a * (x + 1)");
  assertEquals(replaced("a - b", "b", sum), "a - (x + 1)");
  assertEquals(replaced("a - b", "a", sum), "x + 1 - b");
  assertEquals(replaced("a ** b", "a", unary("-", identifier("x"))), "(-x) ** b");
  assertEquals(replaced("a.b", "a", constant(5)), "(5).b");
  assertEquals(replaced("-a", "a", constant(-3)), "- -3");
  assertEquals(replaced("a-b", "b", constant(-3)), "a- -3");
  assertEquals(replaced("f(a, b)", "b", sum), "f(a, x + 1)");
  assertEquals(replaced("a as number", "a", sum), "(x + 1) as number");
  assertEquals(replaced("a && b", "b", binary("||", sum, sum)), "a && (x + 1 || x + 1)");
  assertEquals(replaced("a ?? b", "b", binary("||", sum, sum)), "a ?? (x + 1 || x + 1)");
  assertEquals(replaced("typeof(a)", "a", identifier("x")), "typeof x");
  assertEquals(replaced("xs.map((v) => a)", "a", sum), "xs.map((v) => x + 1)");
});

Deno.test("applyEdits() leaves everything around a replaced part as it was written", () => {
  assertEquals(
    replaced("( a as number )  * /* twice */ (b) + c", "c", sum),
    "( a as number )  * /* twice */ (b) + (x + 1)",
  );
});

Deno.test("applyEdits() takes a statement out with its line, and keeps what follows apart", () => {
  const removed = (source: string, text: string) => {
    const tree = readCode(source);
    return applyEdits(tree, [{ kind: "remove", statement: nodeOf(tree, text) }]);
  };
  const lines = "function f(a) {\n  a();\n  b(); // why\n  return a;\n}";
  assertEquals(removed(lines, "a();"), "function f(a) {\n  b(); // why\n  return a;\n}");
  // Without the semicolon the brackets would continue the declaration.
  assertEquals(
    removed("function f(a) {\n  const b = a\n  c()\n  ;[a].map(b)\n}", "c()\n  ;"),
    "function f(a) {\n  const b = a\n  ;[a].map(b)\n}",
  );
});
