import { assertEquals, assertThrows } from "@std/assert";
import { classInstanceIn } from "../../src/trace/class_instance.ts";
import { sandboxed, trainable } from "../../src/trace/code/trainable.ts";
import { node } from "../../src/trace/node.ts";

class User {
  greet() {
    return "hello";
  }
}

Deno.test("classInstanceIn() passes all that the sandbox receives as it is", () => {
  const cycle: Record<string, unknown> = { a: 1 };
  cycle.self = cycle;
  for (
    const value of [
      1,
      null,
      "x",
      [1, [2]],
      { a: { b: 1 } },
      Object.create(null),
      new Map([[{ a: 1 }, [new Date(0)]]]),
      new Set([/x/, new Uint8Array(2), new ArrayBuffer(1)]),
      new RangeError("far"),
      cycle,
      () => 1,
      new URL("http://a.b"), // refused by the sandbox, in words of its own
    ]
  ) assertEquals(classInstanceIn(value, "v"), undefined, Deno.inspect(value));
});

Deno.test("classInstanceIn() gives the path and the class of an instance", () => {
  const user = new User();
  const cases: readonly [unknown, string][] = [
    [user, "v"],
    [[0, { user }], "v[1].user"],
    [{ "a b": [user] }, `v["a b"][0]`],
    [new Map([["k", user]]), `v.get("k")`],
    [new Set([user]), "v.item"],
  ];
  for (const [value, path] of cases) {
    assertEquals(classInstanceIn(value, "v"), { path, className: "User" });
  }
  class Stack extends Array {}
  assertEquals(classInstanceIn(new Stack(), "v")?.className, "Stack");
  assertEquals(classInstanceIn(new (class {})(), "v")?.className, "class without a name");
});

Deno.test("trainable() and sandboxed() refuse class instances in uses, and take nodes and tools", () => {
  const uses = { deep: { user: new User() } };
  for (const make of [trainable, sandboxed]) {
    const error = assertThrows(
      () => make(({ deep }: { deep: unknown }) => deep, { name: "f", uses: uses as never }),
      TypeError,
    );
    assertEquals(/uses\.deep\.user in "f".* is a User/.test(error.message), true, error.message);
    make(({ list, tool }: { list: unknown; tool: unknown }) => [list, tool], {
      name: "g",
      uses: { list: node([1, 2]), tool: () => new User() } as never,
    });
  }
});
