/**
 * Probes that start as a candidate does, but without the compile-time checks.
 *
 * @module
 */
import type { SecurityProbe } from "./probe.ts";

type Fields = Omit<SecurityProbe, "layer" | "source" | "name"> & { readonly body: string };

function probe(name: string, { body, ...fields }: Fields): SecurityProbe {
  return { name, layer: "realm", ...fields, source: `export function attack(aim) { ${body} }` };
}

const held = { expected: "nothing found", kinds: ["value"], pattern: /^held$/ } as const;
const stopped = { expected: "timeout", kinds: ["timeout"], pattern: /./ } as const;

/** All realm probes, in display order. */
export const realmProbes: readonly SecurityProbe[] = [
  probe("code runs", {
    expected: "42",
    kinds: ["value"],
    pattern: /^42$/,
    body: "return 6 * 7;",
  }),
  probe("nothing is kept from call to call", {
    ...held,
    calls: 2,
    body: `
const shared = [globalThis, Map, [].at, "".at, Object.prototype, console.log, Math.random, Error.prepareStackTrace, attack,
  Object.getPrototypeOf([].values()), Object.getPrototypeOf(function* () {}), Intl.NumberFormat, "".toString];
let kept = RegExp.$1 === "kept" ? 1 : 0;
for (const one of shared) {
  if (Object.hasOwn(one, "kept")) kept++;
  Reflect.set(one, "kept", 1);
}
/(kept)/.exec("kept");
return kept === 0 ? "held" : "ESCAPED: " + kept + " places";`,
  }),
  probe("time is limited", { ...stopped, body: "for (;;);" }),
  probe("time is limited in microtasks", {
    ...stopped,
    body: "return (async () => { for (;;) await null; })();",
  }),
  probe("time is limited in regular expressions", {
    ...stopped,
    body: `return /^(a+)+$/.test("a".repeat(40) + "b");`,
  }),
  probe("time is limited while a result is read", {
    ...stopped,
    body: "return { get x() { for (;;); } };",
  }),
  probe("memory is limited", {
    expected: "crash or error",
    kinds: ["crashed", "thrown"],
    pattern: /./,
    body: "const all = []; for (;;) all.push(new Array(1e5).fill(all.length));",
  }),
  probe("memory off the heap is limited", {
    expected: "crash or error",
    kinds: ["crashed", "thrown"],
    pattern: /./,
    body: "const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1));",
  }),
  probe("the line that ends V8 ends a child only", {
    expected: "crash",
    kinds: ["crashed"],
    pattern: /V8|memory/,
    body: `return "x".repeat(2 ** 29 - 25).split("").length;`,
  }),
  probe("output is limited", {
    expected: "refusal",
    kinds: ["refused"],
    pattern: /limit/,
    body: `return "x".repeat(1e7);`,
  }),
  probe("no global reaches the machine", {
    ...held,
    body: `
const names = ["Deno", "fetch", "process", "Worker", "WebSocket", "require", "setTimeout", "WebAssembly",
  "SharedArrayBuffer", "BroadcastChannel", "caches", "navigator"].filter((name) => name in globalThis);
return names.join() || "held";`,
  }),
  probe("no code is made from text", {
    ...held,
    body: `
const makers = [() => {}, async () => {}, function* () {}].map((f) => Object.getPrototypeOf(f).constructor);
for (const make of [eval, ...makers]) try { make("1"); return "made"; } catch { /* refused */ }
return "held";`,
  }),
  probe("frames of a stack lead nowhere", {
    ...held,
    body: `
Error.prepareStackTrace = (_, frames) => frames;
return typeof new Error("x").stack === "string" ? "held" : "frames are objects";`,
  }),
  probe("nothing is imported", {
    ...held,
    body: `
return (async () => {
  for (const name of ["node:fs", "npm:zod", "file://" + aim.file, "data:text/javascript,"]) {
    try { await import(name); return name; } catch { /* refused */ }
  }
  return "held";
})();`,
  }),
  probe("the clock and chance are fixed", {
    ...held,
    body:
      `return Date.now() === 1767225600000 && Math.random() === 0.26642920868471265 ? "held" : "free";`,
  }),
  probe("results are not forged by patched built-ins", {
    ...held,
    body: `
JSON.stringify = Array.prototype.join = Object.prototype.toJSON = () => "forged";
return "held";`,
  }),
  probe("a candidate leaves patches", {
    expected: "left",
    kinds: ["value"],
    pattern: /^left$/,
    body: `globalThis.left = Object.prototype.left = 1; return "left";`,
  }),
  probe("the next candidate finds none", {
    ...held,
    body: `return "left" in globalThis || "left" in {} ? "left" : "held";`,
  }),
];
