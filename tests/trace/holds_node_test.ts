import { assertEquals } from "@std/assert";
import { holdsNode } from "../../src/trace/holds_node.ts";
import { node } from "../../src/trace/node.ts";

Deno.test("holdsNode() finds a node in containers of every kind, to any depth", () => {
  const x = node(1);
  const containers = [
    [x],
    [1, [2, [x]]],
    { a: { b: x } },
    Object.assign(Object.create(null), { x }),
    new Map([[x, 1]]),
    new Map([[1, x]]),
    new Set([[x]]),
    [[], [], x],
    [null, undefined, "a", x],
  ];
  for (const container of containers) assertEquals(holdsNode(container), true);
});

Deno.test("holdsNode() finds none elsewhere, and calls no getter", () => {
  class Holder {
    x = node(1);
  }
  const shared = [1];
  const values = [
    null,
    undefined,
    3,
    "text",
    () => node(1),
    [],
    {},
    [shared, shared],
    new Holder(),
    [new Holder()],
    new Map([[1, 2]]),
    {
      get x() {
        throw new Error("read");
      },
    },
  ];
  for (const value of values) assertEquals(holdsNode(value), false);
});
