import { assertEquals } from "@std/assert";
import { NodeIndex } from "../../../src/trace/data/node_index.ts";
import { node, type TraceNode } from "../../../src/trace/node.ts";

Deno.test("NodeIndex numbers nodes as they are met, and always the same", () => {
  const index = new NodeIndex();
  const nodes = Array.from({ length: 300 }, (_, i) => node(i)).toReversed();
  assertEquals(nodes.map((node) => index.of(node)), nodes.map((_, i) => i));
  assertEquals(nodes.map((node) => index.of(node)), nodes.map((_, i) => i));
  assertEquals(index.nodes, nodes);
});

Deno.test("NodeIndex distinguishes nodes of two copies of the library with equal ids", () => {
  const index = new NodeIndex();
  const own = node(1);
  // All that the index reads of a node is its id.
  const [one, two] = [{ id: own.id }, { id: own.id }] as unknown as [TraceNode, TraceNode];
  const given = [own, one, two, own, two, one];
  assertEquals(given.map((node) => index.of(node)), [0, 1, 2, 0, 2, 1]);
  assertEquals(index.nodes.length, 3);
});

Deno.test("NodeIndex finds nodes again whatever their distance", () => {
  const index = new NodeIndex();
  const made = [0, 1, 63, 64, 65, 127, 128, 4_095, 4_096, 2 ** 31, 2 ** 40].map((id) => ({ id }));
  const nodes = [...made, ...made.toReversed(), ...made] as unknown as TraceNode[]; // as above
  const numbers = made.map((_, i) => i);
  assertEquals(nodes.map((node) => index.of(node)), [
    ...numbers,
    ...numbers.toReversed(),
    ...numbers,
  ]);
});
