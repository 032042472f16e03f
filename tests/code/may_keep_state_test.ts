import { assertEquals } from "@std/assert";
import { mayKeepState } from "../../src/code/compile/may_keep_state.ts";
import { parseJavaScript } from "../../src/trace/function/parse_javascript.ts";

const harmless: Record<string, string> = {
  "a plain function": "export function f(a) { let s = 0; for (const x of a) s += x; return s; }",
  "helpers": "const g = (x) => x + 1; export function f(a) { return a.map(g).filter(Boolean); }",
  "constants": "const k = 3; const name = `a${'b'}`; export function f(x) { return x * k + name; }",
  "a table that is read":
    "const weights = [1, 2]; export function f(i) { return weights[i] + weights.length + Math.max(...weights); }",
  "standard functions":
    "export function f(x) { return new Map([[x, Math.sqrt(x) + Number.MAX_VALUE]]).size + Object.keys({}).length; }",
  "objects of its own":
    "export function f() { const o = { n: 0 }; o.n++; const p = []; p.push(o); return p; }",
  "constants by name": "export function f(x) { return x === undefined ? -Infinity : NaN; }",
};

const remembering: Record<string, string> = {
  "a variable": "let n = 0; export function f() { return n++; }",
  "a property of the function": "export function f() { f.n = (f.n ?? 0) + 1; return f.n; }",
  "a table that is written": "const a = [0]; export function f() { a[0] += 1; return a[0]; }",
  "a table that grows": "const a = []; export function f(x) { a.push(x); return a.length; }",
  "a table handed on":
    "const a = [0]; const g = (t) => t[0]++; export function f() { return g(a); }",
  "a map": "const seen = new Map(); export function f(x) { seen.set(x, 1); return seen.size; }",
  "the global object": "export function f() { return globalThis.n = (globalThis.n ?? 0) + 1; }",
  "a namespace": "export function f() { Math.n = (Math.n ?? 0) + 1; return Math.n; }",
  "a namespace under another name": "export function f() { const m = Math; return m.n = 1; }",
  "a prototype": "export function f() { Array.prototype.n = 1; return [].n; }",
  "the prototype of an argument":
    "export function f(x) { x.constructor.prototype.n = 1; return x; }",
  "a class": "class C { static n = 0 } export function f() { return C.n++; }",
  "the top level's own work": "console.log(1); export function f() {}",
  "an expression that goes on": "const r = /a/g; export function f(x) { return r.test(x); }",
  "this": "export function f() { return this; }",
};

for (const [name, code] of Object.entries(harmless)) {
  Deno.test(`mayKeepState() says no of ${name}`, async () => {
    assertEquals(await mayKeepState(parseJavaScript(code)), false);
  });
}

for (const [name, code] of Object.entries(remembering)) {
  Deno.test(`mayKeepState() says yes of ${name}`, async () => {
    assertEquals(await mayKeepState(parseJavaScript(code)), true);
  });
}

Deno.test("mayKeepState() is true when injected values are written to, or used as a whole", async () => {
  const used = new Set(["helper"]);
  const of = async (code: string) => await mayKeepState(parseJavaScript(code), used);
  assertEquals(await of("export function f({ helper }, x) { return helper(x); }"), false);
  assertEquals(await of("export function f({ helper }) { return helper.n = 1; }"), true);
  assertEquals(await of("export function f(uses, x) { return uses.helper(x); }"), true);
});
