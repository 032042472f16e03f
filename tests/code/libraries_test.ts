import { assertEquals, assertRejects } from "@std/assert";
import { compileModule } from "../../src/code/compile/compile_module.ts";
import { bundleLibraries } from "../../src/code/libraries.ts";

Deno.test("bundleLibraries() gives compiled code its imports", async () => {
  const bodies = await bundleLibraries({
    comlink: "npm:comlink@4.4.2",
    "./half.ts": "data:application/typescript,export default (n: number): number => n / 2;",
  });
  const source = `import half from "./half.ts";
    import * as Comlink from "comlink";
    export const f = (n: number) => [half(n), typeof Comlink.wrap, Object.keys(Comlink).length > 5];`;
  const compilation = await compileModule(source);
  if (compilation.kind === "refused") throw new Error("refused");
  const require = (specifier: string) => new Function(bodies[specifier]!)();
  assertEquals(new Function("require", compilation.code)(require).f(3), [1.5, "function", true]);
});

Deno.test("bundleLibraries() refuses a library that needs more than JavaScript", async () => {
  const reader = `data:application/typescript,import fs from "node:fs"; export const f = fs.x;`;
  await assertRejects(
    () => bundleLibraries({ reader }),
    SyntaxError,
    `import of "node:fs" is not allowed`,
  );
});
