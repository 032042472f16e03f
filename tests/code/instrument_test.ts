import { assert, assertEquals } from "@std/assert";
import { type CompiledModule, compileModule } from "../../src/code/compile/compile_module.ts";
import { instrument } from "../../src/code/compile/instrument.ts";
import { positionsOf } from "../../src/code/positions.ts";
import type { Probe } from "../../sandbox/probe.ts";

async function compiled(source: string): Promise<CompiledModule> {
  const result = await compileModule(source);
  assert(result.kind === "compiled", JSON.stringify(result));
  return result;
}

/** A probe that records its calls. */
function recorder() {
  const events: string[] = [];
  const locals: Record<string, unknown>[] = [];
  const probe: Probe = {
    assign(line, label, value) {
      events.push(`${line} ${label} = ${JSON.stringify(value)}`);
      return value;
    },
    branch: (line, label) => void events.push(`${line} ${label}`),
    loop: (line, label) => void events.push(`${line} ${label}`),
    returns(line, label, value) {
      events.push(`${line} ${label} returns ${JSON.stringify(value)}`);
      return value;
    },
    throws(line, label, error, read) {
      events.push(`${line} ${label} throws ${String(error)}`);
      locals.push(read());
    },
  };
  return { events, locals, probe };
}

type Exports = Record<string, (...args: unknown[]) => unknown>;

async function load(source: string, probe: Probe): Promise<Exports> {
  const { code } = instrument(await compiled(source), source);
  return new Function("require", code)(undefined, probe);
}

Deno.test("instrument() reports values, branches, loops and results with the author's lines", async () => {
  const source = `
interface Item { size: number }
const top = 1;
export function pick(items: readonly Item[], room: number): number {
  let best = -1, [a, b]: number[] = [1, 2];
  for (const [index, item] of items.entries())
    if (item.size <= room) {
      best = index;
      room -= item.size;
    }
  while (a < 2) a++;
  switch (best) {
    case 1:
      return best > 0 ? b : a;
    default:
      [a, b] = [b, a];
  }
  return a;
}`;
  const { events, probe } = recorder();
  const { pick } = await load(source, probe);
  assertEquals(pick!([{ size: 9 }, { size: 2 }], 5), 2);
  assertEquals(events, [
    "5 best = -1",
    "5 [a, b] = [1,2]",
    "6 for (const [index, item] of items.entries())",
    "7 else",
    "6 for (const [index, item] of items.entries())",
    "7 then",
    "8 best = 1",
    "9 room = 3",
    "11 while (a < 2)",
    "11 a = 2",
    "13 case 1",
    "14 then",
    "14 pick returns 2",
  ]);
});

Deno.test("instrument() reports the locals of each block around an error", async () => {
  const source = `export function outer(limit: number) {
  const items = [3, 4];
  for (const item of items) {
    const twice = item * 2;
    if (twice > limit) { const why = "big"; inner(why); }
    const later = 1;
  }
}
const inner = (why: string) => { throw new RangeError(why); };`;
  const { events, locals, probe } = recorder();
  const { outer } = await load(source, probe);
  const error = await Promise.try(outer!, 7).catch((error) => error);
  assert(error instanceof RangeError);
  assertEquals(locals, [{ why: "big" }, {
    limit: 7,
    items: [3, 4],
    item: 4,
    twice: 8,
    why: "big",
  }]);
  assertEquals(events.slice(-2), [
    "9 inner throws RangeError: big",
    "1 outer throws RangeError: big",
  ]);
});

Deno.test("instrument() keeps lines, and maps columns back through the insertions", async () => {
  const source =
    `export function f(n: number) {\n  const a = n + 1; if (a > 1) { const o = {} as any; return a + o.x.y; }\n}`;
  const plain = await compiled(source);
  const traced = instrument(plain, source);
  assertEquals(traced.code.split("\n").length, plain.code.split("\n").length);
  const f = new Function("require", traced.code)(undefined, recorder().probe).f;
  const error: unknown = await Promise.try(f, 1).catch((error) => error);
  assert(error instanceof TypeError);
  const [, line, column] = /<anonymous>:(\d+):(\d+)\)/.exec(error.stack!)!;
  const text = source.split("\n")[1]!;
  assertEquals(positionsOf(traced.mappings, source).locate(Number(line) - 2, Number(column)), {
    line: 2,
    column: text.indexOf(".y") + 2,
    lineText: text,
  });
});

Deno.test("instrument() changes no result", async () => {
  const programs: [string, unknown[]][] = [
    ["export const f = (n: number) => ({ n, m: [n] });", [1]],
    ["export const f = (n: number) => (n, n + 1);", [1]],
    [
      "export const f = async (n: number) => await g(n); async function g(n: number) { return n; }",
      [1],
    ],
    [
      "export function f(n: number) { label: for (let i = 0; ; i++) { do { if (i > n) break label; else continue label; } while (true); } return n; }",
      [3],
    ],
    [
      "export function f(n: number) { let i = 0; do i++; while (i < n); if (i) ; else return 1; for (;;) return i; }",
      [3],
    ],
    [
      "export function f(n: number) { class A { #x = n; static s = 1; get x() { return this.#x; } constructor(readonly k = () => n) { this.#x++; } } class B extends A { constructor() { super(); this.#y = 2; } #y = 1; all() { return [this.x, this.#y, A.s, this.k()]; } } return new B().all(); }",
      [3],
    ],
    [
      "function* gen(n: number) { const x: number = yield n; yield x ?? n; return; } export function f(n: number) { return [...gen(n)]; }",
      [3],
    ],
    [
      "export function f(n: number) { const g = () => {}; let h; h = function () {}; const { a = () => 1 } = {} as any; return [g.name, h.name, a.name, a()]; }",
      [3],
    ],
    [
      "export function f(n: number) { try { throw n; } catch (e) { return [e]; } finally { n = 2; } }",
      [3],
    ],
    [
      "export function f(n: number) { const o: any = { v: 1, get w() { return this.v; }, m(x = n) { return x; } }; o.v += n; o.u ??= 3; [o.v, o.u] = [o.u, o.v]; ({ v: n } = o); return [o.w, o.m(), o.u, n]; }",
      [3],
    ],
    ["export function f(n: number): number { return n <= 1 ? 1 : n * f(n - 1); }", [5]],
    [
      "export function f(all: number) { var i; for (i in [1, 2]) { var z = i; } { let all = 2; { function k() { return all; } all++; return [k(), z, i]; } } }",
      [5],
    ],
    [
      "export function f(n: number) { const sorted = [3, 1, 2].sort((a, b) => a - b); return sorted.map((x, i) => x > n ? x : -i); }",
      [1],
    ],
    [
      "enum E { A = 1, B } export function f(n: number) { switch (n) { case E.A: case E.B: { const x = E[n]; return x; } } return arguments.length; }",
      [2],
    ],
  ];
  for (const [source, args] of programs) {
    const { code } = await compiled(source);
    const expected = await new Function("require", code)().f(...args);
    const { probe } = recorder();
    assertEquals(await (await load(source, probe)).f!(...args), expected, source);
  }
});
