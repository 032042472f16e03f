import { assert, assertEquals } from "@std/assert";
import { writtenText } from "../../../../src/search/code/print/print.ts";
import { type CodeTree, readCode } from "../../../../src/search/code/tree/code_tree.ts";
import { expressionPlaces } from "../../../../src/search/code/tree/expression_place.ts";

/** The shape kind of a variable where the `return` is. */
function shapeAtReturn(tree: CodeTree, name: string): string | undefined {
  const place = tree.places.find(({ node }) => node.type === "ReturnStatement");
  return place?.scope.get(name)?.shape.kind;
}

Deno.test("readCode() knows the variables in scope and their rough types", () => {
  const tree = readCode(`
type Mode = "fast" | "safe";
interface Point { x: number; y?: number }
function f(n: number, on: boolean, { x }: Point, list: number[], mode: Mode, late?: number) {
  const twice = n * 2;
  const close: boolean = twice > 3;
  for (const hidden of list) console.log(hidden);
  return twice;
}`);
  const kinds = ["n", "on", "x", "list", "mode", "late", "twice", "close", "hidden"]
    .map((name) => shapeAtReturn(tree, name));
  assertEquals(kinds, [
    "number",
    "boolean",
    "number",
    "array",
    "string",
    "unknown", // it may be missing
    "number",
    "boolean",
    undefined, // it is gone behind the loop
  ]);
});

Deno.test("readCode() knows what the methods of lists hand to their callbacks", () => {
  const tree = readCode(`
function f(board: string[][]) {
  board.map((line, row) => { return line.filter((square) => square === "."); });
}`);
  assertEquals(shapeAtReturn(tree, "line"), "array");
  assertEquals(shapeAtReturn(tree, "row"), "number");
});

Deno.test("readCode() gives positions of the TypeScript when its types hold any characters", () => {
  const tree = readCode(
    'function f(a: "é😀", b /* ü */: number): number { const c = b as number; return c + b; }',
  );
  const sum = tree.places.find(({ node }) => node.type === "BinaryExpression");
  assert(sum);
  assertEquals(writtenText(sum.node), "c + b");
});

Deno.test("expressionPlaces() leaves out what decides how long a loop runs, and what is no expression of its own", () => {
  const tree = readCode(`
function f(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += i;
  while (sum > 9) sum /= 2;
  return Math.max(sum, n);
}`);
  const texts = expressionPlaces(tree).map(({ node }) => writtenText(node));
  assertEquals(texts, ["0", "i", "2", "Math.max(sum, n)", "sum", "n"]);
});
