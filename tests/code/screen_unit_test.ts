import { assertEquals } from "@std/assert";
import { compileUnit } from "../../src/code/compile/compile_unit.ts";
import type { CompileUnit } from "../../src/code/compiler.ts";

const original = "export function pack(item: number, room: number): number {\n  return item;\n}";

/** stage, line:column and message of each diagnostic. */
async function reasons(source: string, rest: Partial<CompileUnit> = {}): Promise<string[]> {
  const outcome = await compileUnit({ entry: "pack", original, source, ...rest }, "screen");
  const diagnostics = outcome.kind === "refused" ? outcome.diagnostics : [];
  for (const { line, lineText } of diagnostics) {
    assertEquals(lineText, source.split("\n")[line - 1]);
  }
  return diagnostics.map(({ stage, line, column, message }) =>
    `${stage} ${line}:${column} ${message}`
  );
}

const pack = (body: string) =>
  `export function pack(item: number, room: number): number {\n  ${body}\n}`;

Deno.test("compileUnit() accepts source that stands on its own", async () => {
  for (
    const source of [
      original,
      pack("console.log(Math.max(...new Map<number, number>().values())); return item;"),
      "export const pack = (item: number, room = 3) => { const helper = (x: number) => x; return helper(item); };",
      "function inner(item: number, room: number) { return item; }\nexport { inner as pack };",
      "enum E { A }\nexport function pack(item: number, room: number) { return E.A + item + room; }",
      "interface T { fetch: number; Deno: T }\nfunction pack(item: number, room: number) { const t = {} as T; return t.Deno.fetch; }",
      pack(
        "try { label: for (;;) { break label; } } catch (e) { throw e; } return arguments.length;",
      ),
      pack("class A { static n = 1; #p = A.n; get p() { return this.#p; } } return new A().p;"),
    ]
  ) assertEquals(await reasons(source), [], source);
});

Deno.test("compileUnit() refuses bad syntax alone and with its place", async () => {
  assertEquals(await reasons("export function pack(a: number {}\nfetch();"), [
    'syntax 1:32 Expected ")" but found "{"',
  ]);
  assertEquals(await reasons("export function pack(item, room) {\n  return 1;\n"), [
    "syntax 3:1 Unexpected end of file",
  ]);
  assertEquals(await reasons(pack("with (Math) return 1;")), [
    "syntax 2:3 With statements cannot be used in an ECMAScript module",
  ]);
  assertEquals(await reasons("await 1;\n" + original), [
    "syntax 1:1 Top-level await is not available here",
  ]);
});

Deno.test("compileUnit() refuses another entry or other parameters", async () => {
  const head = "export function pack(item: number, room: number): number";
  const start = `it should start with \`${head}\``;
  const head2 = (text: string) => `${text} { return 1; }`;
  const cases: Record<string, string> = {
    "export function packed(item: number, room: number)":
      `entry 1:1 Cannot find a top-level function named "pack": ${start}`,
    "export function pack(item: number)":
      `signature 1:17 Cannot use "export function pack(item: number)" as pack: it takes 1 parameters instead of 2; ${start}`,
    "export function pack(room: number, item: number)":
      `signature 1:17 Cannot use "export function pack(room: number, item: number)" as pack: parameter 1 is named "room" instead of "item"; ${start}`,
    "export function pack(item: number, ...room: number[])":
      `signature 1:17 Cannot use "export function pack(item: number, ...room: number[])" as pack: parameter 2 is rest instead of required; ${start}`,
    "export async function pack(item: number, room: number)":
      `signature 1:23 Cannot use "export async function pack(item: number, room: number)" as pack: it must not be async; ${start}`,
    "export function* pack(item: number, room: number)":
      `signature 1:18 Cannot use "export function* pack(item: number, room: number)" as pack: it must not be a generator; ${start}`,
  };
  for (const [source, reason] of Object.entries(cases)) {
    assertEquals(await reasons(head2(source)), [reason]);
  }
  const optional = {
    original: "function pack(item: number, room?: number): Promise<number> { return 1 }",
  };
  assertEquals(
    await reasons("export async function pack(item: number, room = 2) { return room; }", optional),
    [],
  );
  assertEquals(
    await reasons("export function pack(item: number, room: number) { return room; }", optional),
    ['signature 1:17 Cannot use "export function pack(item: number, room: number)" as pack: parameter 2 is required instead of optional; it should start with `function pack(item: number, room?: number): Promise<number>`'],
  );
});

Deno.test("compileUnit() refuses imports that the author did not name", async () => {
  const source = `import type { A } from "./types.ts";
import { add } from "mathjs";
import fs from "node:fs";
${pack("return add(fs, item);")}`;
  assertEquals(await reasons(source, { libraries: ["mathjs"] }), [
    `import 3:16 Cannot import "node:fs": only mathjs may be imported`,
  ]);
  assertEquals(await reasons(`export * from "x";\n${original}`), [
    `import 1:15 Cannot import "x": nothing may be imported; write what it needs as a function beside it`,
  ]);
});

Deno.test("compileUnit() refuses free variables, each once and with its place", async () => {
  const here = "a function sees its arguments, its own declarations, standard JavaScript";
  const body =
    "const é漢: number = Deno.pid; fetch(`${limit}`); fetch(limit); return globalThis.x;";
  assertEquals(
    await reasons(pack(body)),
    ["Deno", "fetch", "limit", "globalThis"].map((name) =>
      `free-variable 2:${body.indexOf(name) + 3} Cannot use "${name}" here: ${here}`
    ),
  );
});

Deno.test("compileUnit() accepts the names that `uses` injects", async () => {
  const uses = ["lookup"];
  const ask = "async function pack({ lookup }, q: string) { return await lookup(q); }";
  assertEquals(await reasons(ask, { original: ask, uses }), []);
  assertEquals(
    await reasons("async function pack(tools, q: string) { return await tools.lookup(q); }", {
      original: ask,
      uses,
    }),
    [],
  );
  assertEquals(
    await reasons("async function pack({ find }, q: string) { return await lookup(find(q)); }", {
      original: ask,
      uses,
    }),
    [
      `signature 1:23 Cannot take "find" from the first parameter: it holds lookup`,
      `free-variable 1:57 Cannot use "lookup" here: take it from the first parameter, as in ({ lookup }, …)`,
    ],
  );
});

Deno.test("compileUnit() refuses constructs that a realm does not give", async () => {
  const cases: Record<string, string> = {
    'eval("1");': `forbidden 2:3 Cannot use "eval": code may not be made from text`,
    'return new Function("return 1")();':
      `forbidden 2:14 Cannot use "Function": code may not be made from text`,
    'return import("x");': "forbidden 2:10 Cannot import at run time: write an import declaration",
    "return import.meta.url.length;":
      `forbidden 2:10 Cannot use "import.meta": there is no module here`,
    "return ({}).__proto__;": `forbidden 2:15 Cannot use "__proto__": write Object.getPrototypeOf`,
    'return item["constructor"].constructor("1")();':
      `forbidden 2:30 Cannot use "constructor.constructor": code may not be made from text`,
  };
  for (const [body, reason] of Object.entries(cases)) {
    assertEquals((await reasons(pack(body))).filter((text) => text.startsWith("forbidden")), [
      reason,
    ]);
  }
});
