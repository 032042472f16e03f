import { assert, assertEquals } from "@std/assert";
import { type CompiledModule, compileModule } from "../../src/code/compile/compile_module.ts";
import { instrument } from "../../src/code/compile/instrument.ts";
import { positionsOf } from "../../src/code/positions.ts";
import type { PrivateFields, Probe } from "../../sandbox/probe.ts";

async function compiled(source: string): Promise<CompiledModule> {
  const result = await compileModule(source);
  assert(result.kind === "compiled", JSON.stringify(result));
  return result;
}

function json(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, item) => typeof item === "bigint" ? `${item}n` : item);
}

/** A probe that records its calls. */
function recorder() {
  const events: string[] = [];
  const locals: Record<string, unknown>[] = [];
  const readers: PrivateFields[] = [];
  const probe: Probe = {
    assign(line, label, value) {
      events.push(`${line} ${label} = ${json(value)}`);
      return value;
    },
    changed(line, label, result, object) {
      events.push(`${line} ${label} is ${json(object)}`);
      return result;
    },
    catches: (line, label, error) => void events.push(`${line} ${label} caught ${String(error)}`),
    fields: (_place, read) => void readers.push(read),
    branch: (line, label) => void events.push(`${line} ${label}`),
    loop: (line, label) => void events.push(`${line} ${label}`),
    returns(line, label, value) {
      events.push(`${line} ${label} returns ${json(value)}`);
      return value;
    },
    throws(line, label, error, read) {
      events.push(`${line} ${label} throws ${String(error)}`);
      locals.push(read());
    },
  };
  return { events, locals, readers, probe };
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
      "export function f(n: number) { const a = [n, 9007199254740993n] as any[]; let i = 0; a[i++]++; --a[i]; const o = { n: 0.1, get m() { return a; } }; o.n--; const old = o.n++; const now = ++o.n; (o.n)++; return [String(a), o.n, old, now, i]; }",
      [1e16],
    ],
    [
      "export function f(n: number) { const o: any = { s: new Set([n]), list: [3, 1], k: 1 }; o.s.add(o.list.push(o.list.pop())); o?.list?.push(4); o.none?.push(4); const gone = delete o.k; o.list.sort().reverse(); return [[...o.s], o.list, gone, 'k' in o, (() => o.list.shift())()]; }",
      [1],
    ],
    [
      "export function f(n: number) { const seen: unknown[] = []; for (const v of [n, null]) { try { (v as any).toFixed.x.y; } catch { seen.push('a'); } try { throw { m: v }; } catch ({ m }: any) { seen.push(m); } } return seen; }",
      [1],
    ],
    [
      "export function f(n: number) { class P { #a = n; #b = [this.#a]; inc() { this.#a++; this.#b.push(this.#a); return this; } get() { return [this.#a, this.#b]; } } class Q extends P { #a = 7; own() { return ++this.#a; } } const q = new Q(); return [q.inc().inc().get(), q.own()]; }",
      [1],
    ],
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

Deno.test("instrument() reports writes of elements and properties, and what changed in place", async () => {
  const source = `export function f(n: number) {
  const a = [1, 2], o: any = { n: 1, list: [] }, seen = new Set();
  a[0]++;
  o.n--;
  a[n] = ++o.n;
  delete o.n;
  a.push(n);
  o.list.unshift(a.pop());
  if (seen.delete(1)) return 0;
  return a.sort().length;
}`;
  const { events, probe } = recorder();
  const { f } = await load(source, probe);
  assertEquals(f!(1), 2);
  assertEquals(events.slice(3), [
    "3 a[0] = 2",
    "4 o.n = 0",
    "5 o.n = 1",
    "5 a[n] = 1",
    "6 delete o.n = true",
    "7 a is [2,1,1]",
    "8 a is [2,1]",
    "8 o.list is [1]",
    "9 seen is {}",
    "9 else",
    "10 a is [1,2]",
    "10 f returns 2",
  ]);
});

Deno.test("instrument() reports counting in the middle of an expression, and gives its value", async () => {
  const source = `export function f(a: number[]): number[] {
  let i = 0, big = 1n;
  const sum = a[i++] * 10 + a[++i];
  while (i-- > 1) big++;
  return [sum, i, Number(big--)];
}`;
  const { events, probe } = recorder();
  const { f } = await load(source, probe);
  assertEquals(f!([1, 2, 3]), [13, 0, 2]);
  assertEquals(events.slice(2), [
    "3 i = 1",
    "3 i = 2",
    "3 sum = 13",
    "4 i = 1",
    "4 while (i-- > 1)",
    '4 big = "2n"',
    "4 i = 0",
    '5 big = "1n"',
    "5 f returns [13,0,2]",
  ]);
});

Deno.test("instrument() reports what was caught and taken apart", async () => {
  const source = `export function f(text: string) {
  try { JSON.parse(text); } catch ({ message, name: kind = "none" }) { return kind + message.length; }
  try { throw [3, 4]; } catch ([first]) { const twice = first * 2; return twice; }
}`;
  const { events, probe } = recorder();
  const { f } = await load(source, probe);
  assertEquals([f!("{"), f!("{}")], ["SyntaxError69", 6]);
  assertEquals(events.filter((event) => event.includes("caught")), [
    "2 { message, name: kind = \"none\" } caught SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    "3 [first] caught 3,4",
  ]);
});

Deno.test("instrument() reports what was caught, with or without a name", async () => {
  const source = `export function f(text: string) {
  try { JSON.parse(text); } catch (why) { text = "{}"; }
  try { throw 3; } catch { return text; }
}`;
  const { events, probe } = recorder();
  const { f } = await load(source, probe);
  assertEquals(f!("{"), "{}");
  assertEquals(events.filter((event) => event.includes("caught")), [
    "2 why caught SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    "3 catch caught 3",
  ]);
});

Deno.test("instrument() gives the private fields of each class, also of a half-made object", async () => {
  const source = `export function f() {
  class A { #x = 1; static #s = 9; #y = [this]; get #z() { throw 1; } all() { return [this.#y, A.#s, this.#z]; } }
  class B extends A { #x = 2; read() { return this.#x; } }
  return new B();
}`;
  const { readers, probe } = recorder();
  const { f } = await load(source, probe);
  const made = f!() as object;
  assertEquals(readers.map((read) => Object.keys(read(made))), [["#x", "#y"], ["#x"]]);
  assertEquals(readers.map((read) => read(made)["#x"]), [1, 2]);
  assertEquals(readers.map((read) => Object.keys(read({}))), [[], []]);
});
