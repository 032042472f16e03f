import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { compileModule } from "../../src/code/compile/compile_module.ts";
import { declaredName } from "../../src/trace/function/declaration.ts";
import { findSourceOf } from "../../src/code/source.ts";
import type { FoundSource } from "../../src/trace/host_services.ts";
import { findAll } from "./fixtures/find_all.ts";

const fixtures = new URL("./fixtures/", import.meta.url);

const square = `/** A square; x counts from the left. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly kind?: Kind;
}
type Kind = "ship" | "water";`;

const expected: Record<string, { source: string; signature: string }> = {
  named: {
    signature:
      "export function named(board: readonly Square[], depth = 2): Promise<Rating> | undefined",
    source: `${square}
/** How good, from 0. */
interface Rating { readonly value: number; next?: Rating; with: Weight; text: "interface Fake { }" }
type Weight =
  | number
  | { readonly [type: string]: Weight };

export function named(board: readonly Square[], depth = 2): Promise<Rating> | undefined {
  // Looks at each square.
  for (const square of board) if (square.x > depth) return undefined;
  return; // 漢字 😀
}
`,
  },
  arrow: {
    signature: "export const arrow = (n: number, ...rest: number[]): number",
    source: `/** Doubles, as arrows do. */
export const arrow = (n: number, ...rest: number[]): number => n * 2 + rest.length;
`,
  },
  inner: {
    signature: "export async function inner(q: string): Promise<string>",
    source: "export async function inner(q: string): Promise<string> { return await q; }\n",
  },
  act: {
    signature: "export function act(this: void, board: string[][]): [number, number]",
    source: `/** Chooses a move. */
export function act(this: void, board: string[][]): [number, number] {
  const text = board.join();
  return [text.length, 0];
}
`,
  },
  hidden: {
    signature: "export const hidden = (text: string)",
    source: `// Keeps it short.
export const hidden = (text: string) =>
  text.trim();
`,
  },
  literal: {
    signature: "export function literal(): string",
    source: "export function literal(): string {\n    return `one\n  two`;\n  }\n",
  },
  declared: {
    signature: "export function declared(a: number): number",
    source: "export function declared(a: number): number {\n  return a + 1;\n}\n",
  },
  walk: {
    signature: "export async function* walk<T>(items: T[]): AsyncGenerator<T>",
    source: "export async function* walk<T>(items: T[]): AsyncGenerator<T> { yield* items; }\n",
  },
};

const shapes = new URL("shapes.ts", fixtures).href;

/** Each line with an origin stands there in the module, but for its indentation and head. */
function assertLines(source: string, origin: FoundSource["origin"]): void {
  const module = Deno.readTextFileSync(new URL(shapes)).split("\n");
  const lines = source.trimEnd().split("\n");
  let compared = 0;
  for (const [index, line] of lines.entries()) {
    const run = origin?.runs.findLast(({ first }) => first <= index + 1);
    if (run?.line === undefined) continue;
    const there = module[run.line + index - run.first]?.trim() ?? "";
    // The head of a function may be written anew; its parameters stay.
    const [own = ""] = /[(}].*/.exec(line) ?? [line];
    assert(there.includes(own.trim().replace(/;$/, "")), `${line} | ${there}`);
    compared++;
  }
  assert(compared > 0);
}

async function assertShapes(found: readonly FoundSource[]) {
  for (const [entry, { source, signature }] of Object.entries(expected)) {
    const { origin, ...own } = found.find((one) => one.entry === entry)!; // asserted below
    assertEquals(own, { entry, source, signature });
    assertLines(source, origin);
    assertEquals((await compileModule(source)).kind, "compiled");
  }
}

Deno.test("findSourceOf() gives each function as its author wrote it when the module is a file", async () => {
  await assertShapes(await findAll(shapes));
});

Deno.test("findSourceOf() gives the same when the module came over http", async () => {
  const root = new URL("../../", import.meta.url);
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const file = fileURLToPath(new URL("." + new URL(request.url).pathname, root));
      return new Response(await Deno.readTextFile(file), {
        headers: { "content-type": "application/typescript" },
      });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/tests/code/fixtures/shapes.ts`;
  // In a process of its own, for the lock file notes every remote module; and loaded anew, for the
  // cache may know another module from the same port.
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "--no-lock",
      "--no-check",
      `--reload=http://127.0.0.1:${server.addr.port}`,
      fileURLToPath(new URL("find_all.ts", fixtures)),
      url,
    ],
    stderr: "inherit",
  }).output();
  await assertShapes(JSON.parse(new TextDecoder().decode(stdout)));
});

Deno.test("findSourceOf() distinguishes several calls on one line", async () => {
  const texts = (await findAll(shapes)).map(({ source }) => source);
  for (
    const text of [
      "export const f = <T extends object>(a: T) => a;\n",
      "type Unrelated = { a: 1 };\n\nexport const f = (b: Unrelated) => ({ b });\n",
      "export const f = (made: number): number => made - 1;\n",
    ]
  ) assert(texts.includes(text), text);
});

Deno.test("findSourceOf() brings enums along, and reads modules that use more than erasable types", async () => {
  const [turn] = await findAll(new URL("enums.ts", fixtures).href);
  assertEquals(
    turn?.source,
    `/** Which way. */
export enum Way { Left = "l", Right = "r" }

export function turn(way: Way): Way {
  return way === Way.Left ? Way.Right : Way.Left;
}
`,
  );
});

Deno.test("findSourceOf() reads the function itself when no module has it", async () => {
  const away = { url: "file:///nowhere.ts", line: 1, column: 1 };
  const none = undefined;
  const methods = {
    async *walk(n: number) {
      yield n;
    },
    ["a b"](n: number) {
      return n;
    },
  };
  const cases: [(...args: never[]) => unknown, string][] = [
    [function add(a: number, b = 1): number {
      return a + b;
    }, "export function add(a, b = 1) {"],
    [(a: number) => a + 1, "export const f = (a)=>a + 1;"],
    [methods.walk, "export async function* walk(n) {"],
    [new Function("a", "b", "return a + b") as () => number, "export function anonymous(a,b\n) {"],
  ];
  for (const [fn, start] of cases) {
    for (const site of [away, none]) {
      assertStringIncludes((await findSourceOf(fn, site, declaredName(fn, "f"))).source, start);
    }
  }
  for (const fn of [Math.max, (() => 1).bind(null), class A {} as unknown as () => void]) {
    await assertRejects(() => findSourceOf(fn, none, "f"), TypeError, "Cannot read");
  }
});

Deno.test("findSourceOf() reads the signature of a source that is given", async () => {
  const source = "/** Adds. */\nexport function add(a: number): number {\n  return a + 1;\n}\n";
  const given = { source, entry: "add" };
  assertEquals(await findSourceOf(() => 1, undefined, "add", given), {
    ...given,
    signature: "export function add(a: number): number",
  });
});
