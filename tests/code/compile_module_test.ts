import { assert, assertEquals } from "@std/assert";
import { compileModule } from "../../src/code/compile/compile_module.ts";
import { positionsOf } from "../../src/code/positions.ts";

function run(code: string, require?: (name: string) => unknown): Record<string, unknown> {
  return new Function("require", code)(require);
}

async function compiled(source: string) {
  const result = await compileModule(source);
  assert(result.kind === "compiled", JSON.stringify(result));
  return result;
}

Deno.test("compileModule() yields a function body that returns every kind of export", async () => {
  const { code, exports } = await compiled(`
    import first, { second as other } from "lib";
    import * as all from "lib";
    import "side";
    enum Color { Red, Green }
    function hidden(): number { return 1; }
    export const a: number = 2, { b, c: [d] } = { b: 3, c: [4] };
    export function f<T>(x: T): T { return x; }
    export class K { constructor(readonly k: number) {} }
    export { hidden as shown };
    export { second } from "lib";
    export * from "star";
    export default (x: number) => x + first + other + all.second + Color.Green;
    ;[1].at(0);
  `);
  const required: string[] = [];
  const module = run(code, (name) => {
    required.push(name);
    return name === "star" ? { star: 9 } : { default: 100, second: 10 };
  });
  const { a, b, d, shown, second, star } = module;
  assertEquals({ a, b, d, second, star }, { a: 2, b: 3, d: 4, second: 10, star: 9 });
  assertEquals((module.default as (x: number) => number)(1), 122);
  assertEquals((shown as () => number)(), 1);
  assertEquals((module.hidden as () => number)(), 1);
  assertEquals(exports.toSorted(), [
    "K",
    "a",
    "b",
    "d",
    "default",
    "f",
    "hidden",
    "second",
    "shown",
  ]);
  assertEquals(required, ["lib", "lib", "side", "star", "lib"]);
});

Deno.test("compileModule() runs code in strict mode", async () => {
  const { code } = await compiled("function self() { return this; }");
  const self = run(code).self as () => unknown;
  assertEquals(self(), undefined);
});

Deno.test("compileModule() maps a throw back to line and column of the TypeScript", async () => {
  const source = `interface A { a: string }

/** “Ünïcode” */
export function f(x: A & { b?: number }): never {
  const y = x as unknown as
    number;

  if (y) /* 漢字 */ throw new RangeError("no");
  throw 1;
}`;
  const { code, mappings } = await compiled(source);
  const positions = positionsOf(mappings, source);
  // The function constructor puts two lines before the body.
  const error = await Promise.try(run(code).f as (x: unknown) => never, 1).catch((e) => e);
  const [, line, column] = /<anonymous>:(\d+):(\d+)\)/.exec(error.stack)!;
  assertEquals(positions.locate(Number(line) - 2, Number(column)), {
    line: 8,
    column: source.split("\n")[7]!.indexOf("new") + 1,
    lineText: source.split("\n")[7]!,
  });
  assertEquals(positions.locate(1, 1), undefined);
});

Deno.test("compileModule() keeps columns on the lines of exports and imports", async () => {
  for (
    const source of [
      "export const f = (n: number): never => { throw new Error('here'); };",
      "export async function f(n: number): Promise<never> { throw new Error('here'); }",
      "export default function f(): never { throw new Error('here'); }",
      "import { a } from 'lib'; export const f = (): never => { a; throw new Error('here'); };",
    ]
  ) {
    const { code, mappings } = await compiled(source);
    const positions = positionsOf(mappings, source);
    const { f, default: main } = run(code, () => ({}));
    const thrower = (f ?? main) as () => never;
    const error: Error = await Promise.try(thrower).catch((e) => e);
    const [, line, column] = /<anonymous>:(\d+):(\d+)\)/.exec(error.stack!)!;
    const place = positions.locate(Number(line) - 2, Number(column));
    assertEquals([place?.line, place?.column], [1, source.indexOf("new Error") + 1], source);
  }
});

Deno.test("compileModule() refuses bad syntax with line, column and the line's text", async () => {
  assertEquals(await compileModule('export function f() {\n  const s = "é漢"; return 1 +;\n}\n'), {
    kind: "refused",
    diagnostics: [{
      stage: "syntax",
      message: 'Unexpected ";"',
      line: 2,
      column: 29,
      lineText: '  const s = "é漢"; return 1 +;',
    }],
  });
});

Deno.test("compileModule() compiles the same text once", async () => {
  const source = "export const once = 1;";
  assert(await compileModule(source) === await compileModule(source));
  assert(compileModule(source) === compileModule(source));
});
