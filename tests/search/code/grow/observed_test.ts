import { assertEquals } from "@std/assert";
import type { AnyNode } from "acorn";
import { type Calls, observedValues } from "../../../../src/search/code/grow/observed.ts";
import { readCode } from "../../../../src/search/code/tree/code_tree.ts";

/** What the returned expression of a function was in calls. */
function observed(signature: string, body: string, calls: Calls): readonly number[] {
  const tree = readCode(`function f(${signature}): number {\n  return ${body};\n}`);
  const place = tree.places.find(({ node }) => node.type === "ReturnStatement");
  return observedValues((place?.node as { argument: AnyNode }).argument, tree, calls); // as: its only statement
}

Deno.test("observedValues() calculates an expression over the parameters of calls, and leaves out 0", () => {
  const calls = [[23, 150], [32, 54], [40, 40]];
  assertEquals(observed("item: number, room: number", "item - room", calls), [-127, -22]);
  assertEquals(observed("item: number, room = 3", "-((room / item) ** 2)", [[2, 4]]), [-4]);
  assertEquals(observed("item: number", "item % 5 + 1", [[8], [9]]), [4, 5]);
});

Deno.test("observedValues() reads numbers in records and lengths of lists, and skips injected functions", () => {
  const calls = [[{ size: 3 }, { length: 7 }]];
  assertEquals(observed("job: { size: number }, all: number[]", "job.size * all.length", calls), [
    21,
  ]);
  assertEquals(observed("{ rank }: { rank: (n: number) => number }, n: number", "n + 1", [[4]]), [
    5,
  ]);
});

Deno.test("observedValues() gives nothing for what is not known", () => {
  const unknown: readonly [body: string, calls: Calls][] = [
    ["x", []],
    ["y", [[1]]],
    ["x", [["text"], [null], [Infinity], []]],
    ["x.constructor.length", [[{}]]],
    ["Math.sin(x)", [[1]]],
    ["x < 3", [[1]]],
  ];
  for (const [body, calls] of unknown) assertEquals(observed("x: number", body, calls), [], body);
});
