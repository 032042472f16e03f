const t0 = performance.now();
const esbuild = await import("esbuild-wasm/esm/browser.js");
console.log("resolve", import.meta.resolve("esbuild-wasm/esbuild.wasm"), performance.now()-t0);
try { console.log("resolve npm:", import.meta.resolve("npm:esbuild-wasm@0.28.2/esbuild.wasm")); } catch (e) { console.log(String(e)); }
const bytes = await (await fetch(import.meta.resolve("esbuild-wasm/esbuild.wasm"))).arrayBuffer();
const m = await WebAssembly.compile(bytes);
await esbuild.initialize({ wasmModule: m, worker: false });
console.log("init", performance.now()-t0);
const src = `// hi
interface Item { size: number; room?: string }
enum Color { Red, Green }
/** doc */
export async function pick(this: void, items: readonly Item[], color: Color = Color.Red, ...rest: number[]): Promise<number> {
  const best = items
    .filter((x): x is Item => x.size > 0)
    .map((x) => x.size as number)!;
  let total = 0;
  for (const b of best) {
    total += b satisfies number;
  }
  throw new Error("x" + total);
}
const helper = <T,>(x: T): T => x;
`;
const r = await esbuild.transform(src, { loader: "ts", format: "cjs", sourcemap: true, sourcefile: "unit.ts", target: "es2024", platform: "neutral" });
console.log(r.code, r.map);
let t = performance.now();
for (let i = 0; i < 300; i++) await esbuild.transform(src.replace("hi", "hi" + i), { loader: "ts", format: "cjs", sourcemap: true, target: "es2024" });
console.log("per transform", (performance.now() - t) / 300);
t = performance.now();
for (let i = 0; i < 300; i++) await esbuild.transform(src.replace("hi", "hi" + i), { loader: "ts", format: "cjs", sourcemap: true, target: "es2024" });
console.log("per transform", (performance.now() - t) / 300);
for (const bad of ["export function f(a: number {\n  return a +;\n}\n", "export function f() {\n return `abc\n}", "function f(a,a){'use strict'; return 010}", "let x = 1; let x = 2"]) {
  try { await esbuild.transform(bad, { loader: "ts", sourcefile: "c.ts" }); console.log("ok", bad) } catch (e) { console.log(JSON.stringify((e as any).errors)); }
}
console.log("done", performance.now()-t0);
