import { assert, assertEquals } from "@std/assert";
import vm from "node:vm";
import { KernelRealm, RealmContext } from "../../sandbox/kernel_realm.ts";
import { kernelText } from "../../src/code/sandbox/kernel_text.ts";
import { realmSettings, resolveLimits } from "../../src/code/sandbox/limits.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { program, unit, valueOf } from "../support/code_runner_conformance.ts";

/** Collects the objects that properties, accessors and prototypes lead to, from the global object and from instances. */
const explore = `
const seen = new Set();
const waiting = [];
const isObject = (value) => typeof value === "function" || (typeof value === "object" && value !== null);
const take = (value) => { if (isObject(value) && !seen.has(value)) { seen.add(value); waiting.push(value); } };
const attempt = (make) => { try { take(make()); } catch (error) { take(error); } };
const samples = [undefined, null, 1, "x", "abc", [3, 1, 2], { a: 1 }, () => 1, /x/g, Symbol.iterator, new Map([[1, 2]]), new Set([1]),
  new Date(0), new Uint8Array(2), new ArrayBuffer(8), 1n, (function () { return arguments; })(1), (function* () { yield 1; })(),
  (async function* () { yield 1; })(), Promise.resolve(1), new Error("x"), new Proxy({}, {}), new Intl.Segmenter().segment("ab"),
  new Intl.DateTimeFormat(), new Intl.NumberFormat(), [1].values(), [1].values().map(String), "ab".matchAll(/a/g), new WeakMap()];
take(globalThis);
samples.forEach(take);
for (const value of [new Date(0), new Intl.DateTimeFormat(), new Intl.NumberFormat(), new Intl.Segmenter()]) {
  for (const key of Reflect.ownKeys(Object.getPrototypeOf(value))) attempt(() => value[key]());
}
for (let left = 20000; waiting.length > 0 && left > 0; left--) {
  const value = waiting.shift();
  take(Object.getPrototypeOf(value));
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    take(property.value); take(property.get); take(property.set);
    attempt(() => value[key]);
  }
}
return { seen };
`;

Deno.test("a frozen realm shares no object that can be changed between two calls", async () => {
  const script = new vm.Script((await kernelText()).realm);
  const realm = new KernelRealm(new RealmContext(script, realmSettings(resolveLimits()), true));
  const run = realm.compile(explore, [], "opto:explore");
  const first = (run() as { seen: Set<object> }).seen;
  const second = (run() as { seen: Set<object> }).seen;
  const common = [...first].filter((object) => second.has(object));
  assert(common.length > 600, `${common.length}`); // it found the built-in objects at all
  const open = common.filter((object) => !Object.isFrozen(object));
  assertEquals(open.map((object) => Object.prototype.toString.call(object)), []);
});

Deno.test("a realm leads to no object of Temporal", async () => {
  const script = new vm.Script((await kernelText()).realm);
  const realm = new KernelRealm(new RealmContext(script, realmSettings(resolveLimits()), false));
  const { seen } = realm.compile(explore, [], "opto:explore")() as { seen: Set<object> };
  const tags = [...seen].flatMap((object) => {
    const tag: unknown = Object.getOwnPropertyDescriptor(object, Symbol.toStringTag)?.value;
    return typeof tag === "string" && tag.startsWith("Temporal") ? [tag] : [];
  });
  assertEquals(tags, []);
});

/** Honest code that changes what it inherits or shares; each call gives the same. */
const honest: Readonly<Record<string, readonly [body: string, result: unknown, before?: string]>> =
  {
    "an error class with a name": [
      `class X extends Error { constructor(m: string) { super(m); this.name = "X"; } }
    try { throw new X("a"); } catch (error) { return String(error); }`,
      "X: a",
    ],
    "an error with a message of its own": [
      'const e = new TypeError(); e.message = "b"; e.name = "Y"; return e.toString();',
      "Y: b",
    ],
    "an own toString": ["const o: any = {}; o.toString = () => 'mine'; return `${o}`;", "mine"],
    "an own toJSON": [
      "const d: any = new Date(0); d.toJSON = () => 'day'; return JSON.stringify(d);",
      '"day"',
    ],
    "words as keys": [
      `const count: any = {};
    for (const word of ["constructor", "valueOf", "toString"]) count[word] = 1;
    return Object.keys(count);`,
      ["constructor", "valueOf", "toString"],
    ],
    "a class with old-style methods": [
      `const C: any = function (this: any) { this.x = 1; };
    C.prototype.constructor = C;
    C.prototype.valueOf = function () { return 7; };
    return new C() + 1;`,
      8,
    ],
    "a method added to arrays": [
      "(Array.prototype as any).last ??= function () { return this[this.length - 1]; }; return ([1, 2] as any).last();",
      2,
    ],
    "a patch at the top level": [
      "return ([1, 2] as any).first();",
      1,
      "(Array.prototype as any).first = function () { return this[0]; };",
    ],
    "a cache on the function": ["const g: any = f; g.cache ??= new Map(); return g.cache.size;", 0],
    "a longer stack": ["Error.stackTraceLimit = 50; return Error.stackTraceLimit;", 50],
    "a cache at the top level": [
      "cache.set(n, n); return cache.size;",
      1,
      "const cache = new Map();",
    ],
    "groups of the last match": ['/(b)/.exec("abc"); return RegExp.$1 + RegExp["$`"];', "ba"],
  };

Deno.test("honest code works the same in each call, whatever it changes", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, realmLife: "call", timeoutMs: 10_000 });
  for (const [name, [body, result, before = ""]] of Object.entries(honest)) {
    const changing = program("f", `${before}\nexport function f(n: number): any { ${body} }`);
    const results = await pool.runMany({ program: changing }, [[1], [1], [1]]);
    assertEquals(results.map(valueOf), [result, result, result], name);
  }
});

Deno.test("an author's code may keep a cache on a candidate, and sort its own data, in each call anew", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, realmLife: "call", timeoutMs: 10_000 });
  const source = `export function outer({ inner, list }: any, n: number): unknown {
    inner.calls = (inner.calls ?? 0) + 1;
    list.push(n);
    list.sort();
    return [inner(n), inner.calls, list];
  }`;
  const outer = {
    ...unit("outer", source, {
      inner: { kind: "unit", unit: "inner" },
      list: { kind: "data", value: [5, 3] },
    }),
    kind: "sandboxed" as const,
  };
  const inner = unit(
    "inner",
    "let n = 0;\nexport function inner(x: number): number { return x + n++; }",
  );
  const both = { entry: "outer", units: [inner, outer] };
  const results = await pool.runMany({ program: both }, [[1], [1]]);
  assertEquals(results.map(valueOf), [[1, 1, [1, 3, 5]], [1, 1, [1, 3, 5]]]);
});

Deno.test("what a call leaves behind reaches nothing of the next call", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, realmLife: "call", timeoutMs: 10_000 });
  const source = `let calls = 0;
  export function outer({ inner }: any, n: number): number {
    const late = async () => { for (let i = 0; i < 5; i++) { await null; inner(100); console.log("late"); Math.random(); } };
    late();
    return ++calls + inner(n);
  }`;
  const outer = {
    ...unit("outer", source, { inner: { kind: "unit", unit: "inner" } }),
    kind: "sandboxed" as const,
  };
  const inner = unit(
    "inner",
    `let sum = 0;
    export function inner(x: number): number {
      Promise.resolve().then(() => { sum += 1000; console.log("later"); Math.random(); });
      return sum += x;
    }`,
  );
  for (const entry of ["outer", "inner"]) {
    const units = entry === "outer" ? [inner, outer] : [inner];
    const results = await pool.runMany({ program: { entry, units } }, [[1], [1], [1]]);
    assertEquals(results.map(valueOf), entry === "outer" ? [2, 2, 2] : [1, 1, 1]);
    assertEquals(results.flatMap(({ console }) => console), []);
  }
});
