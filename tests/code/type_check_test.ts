import { assert, assertEquals } from "@std/assert";
import { typeCheck } from "../../src/code/compile/type_check.ts";
import type { CompileUnit } from "../../src/code/compiler.ts";

const original = `interface Item { size: number }
export function pick(items: readonly Item[], room: number): Item | undefined {
  return items.find((item) => item.size <= room);
}`;

async function reasons(source: string, rest: Partial<CompileUnit> = {}): Promise<string[]> {
  const diagnostics = await typeCheck({ entry: "pick", original, source, ...rest });
  for (const { stage, line, lineText } of diagnostics) {
    assertEquals([stage, lineText], ["type", source.split("\n")[line - 1]]);
  }
  return diagnostics.map(({ line, column, message }) =>
    `${line}:${column} ${message.split("\n")[0]}`
  );
}

Deno.test("typeCheck() accepts a proposal that can stand where the original stood", async () => {
  assertEquals(await reasons(original), []);
  assertEquals(
    await reasons(`interface Item { size: number }
const best = (items: readonly Item[]) => items.toSorted((a, b) => a.size - b.size)[0];
function pick(items: readonly Item[], room = 3) { console.log(room); return best(items); }`),
    [],
  );
});

Deno.test("typeCheck() lends a proposal the types that only the original declares", async () => {
  const bare = original.replace(/interface Item \{[^}]*\}\s*/, "");
  assert(!bare.includes("interface Item"));
  assertEquals(await reasons(bare), []);
  assertEquals(await reasons(bare.replace("item.size", "item.weight")), [
    "2:36 TS2339: Property 'weight' does not exist on type 'Item'.",
  ]);
});

Deno.test("typeCheck() gives each wrong type with its place", async () => {
  assertEquals(
    await reasons(original.replace("item.size <= room", "item.weight <= room.length")),
    [
      "3:36 TS2339: Property 'weight' does not exist on type 'Item'.",
      "3:51 TS2339: Property 'length' does not exist on type 'number'.",
    ],
  );
});

Deno.test("typeCheck() names the entry when its type is not the declared one", async () => {
  assertEquals(
    await reasons(
      "export function pick(items: string[], room: number) {\n  return items[room];\n}",
    ),
    [
      "1:17 TS1360: Type '(items: string[], room: number) => string' does not satisfy the expected type '(items: readonly Item[], room: number) => Item | undefined'.",
    ],
  );
});

Deno.test("typeCheck() ignores complaints that hold of the original too", async () => {
  const own = {
    original:
      "import { z } from 'zod';\nexport function pick({ lookup }, move: Move): Move { return lookup(move, z); }",
  };
  assertEquals(await reasons(own.original, own), []);
  assertEquals(
    await reasons(
      "export function pick({ lookup }, move: Move): Move { return 1 + 'a' * 2 && lookup(move); }",
      own,
    ),
    [
      "1:65 TS2362: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.",
    ],
  );
});

Deno.test("typeCheck() treats equal enums of both sides as one", async () => {
  const own = {
    original: "enum Way { L, R }\nexport function pick(way: Way): Way { return way; }",
  };
  assertEquals(
    await reasons("enum Way { L, R }\nexport function pick(way: Way): Way { return Way.R; }", own),
    [],
  );
});

Deno.test("typeCheck() allows lists that begin empty, types unwritten, and use of values that may be missing", async () => {
  assertEquals(
    await reasons(`interface Item { size: number }
const twice = (item, times) => item.size * times;
export function pick(items: readonly Item[], room: number): Item | undefined {
  const fitting = [];
  let least = null;
  for (const item of items) {
    if (twice(item, 2) > room) continue;
    fitting.push(item);
    if (least === null || item.size < least) least = item.size;
  }
  const found = fitting.find((item) => item.size === least);
  return found.size > 0 ? found : undefined;
}`),
    [],
  );
});
