import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { bundleModules } from "../../src/code/compile/bundle_modules.ts";

Deno.test("bundleModules() puts given modules and a package into one text when they are named", async () => {
  const text = await bundleModules("opto:/kernel.ts", {
    files: {
      "opto:/kernel.ts": `
        import * as Comlink from "comlink";
        import { twice } from "./lib/twice.ts";
        export const answer: number = twice(21), kinds = Object.keys(Comlink).sort();`,
      "opto:/lib/twice.ts": `export function twice(n: number) { return 2 * n; }`,
    },
    packages: { comlink: "npm:comlink@4.4.2/dist/esm/comlink.mjs" },
    format: "body",
  });
  const { answer, kinds } = new Function(text)();
  assertEquals(answer, 42);
  assert(kinds.includes("wrap") && kinds.includes("expose"));
  assert(!text.includes("import "));
});

Deno.test("bundleModules() recognizes a package by its name when a registry rewrote the specifier", async () => {
  const text = await bundleModules("opto:/a.ts", {
    files: {
      "opto:/a.ts": `import { releaseProxy } from "npm:comlink@4.4.2"; export { releaseProxy };`,
    },
    packages: { comlink: "npm:comlink@4.4.2/dist/esm/comlink.mjs" },
  });
  assertStringIncludes(text, "Comlink.releaseProxy");
});

Deno.test("bundleModules() follows the dependencies of a package", async () => {
  const text = await bundleModules("opto:/a.ts", {
    files: {
      "opto:/a.ts": `import { analyze } from "eslint-scope"; export const kind = typeof analyze;`,
    },
    packages: { "eslint-scope": "npm:eslint-scope@9.1.2" },
    format: "body",
    isMinified: true,
  });
  assertEquals(new Function(text)().kind, "function");
});

Deno.test("bundleModules() fetches modules over http", async () => {
  const modules: Record<string, string> = {
    "/main.ts": `import { one } from "./deep/one.ts"; export const two: number = one + one;`,
    "/deep/one.ts": `export const one: number = 1;`,
  };
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const text = modules[new URL(request.url).pathname];
    return text === undefined ? new Response("", { status: 404 }) : new Response(text);
  });
  const base = `http://127.0.0.1:${server.addr.port}`;
  assertEquals(new Function(await bundleModules(`${base}/main.ts`, { format: "body" }))().two, 2);
  await assertRejects(() => bundleModules(`${base}/none.ts`), SyntaxError, "404");
});

Deno.test("bundleModules() refuses an import that is not named, with the place", async () => {
  const error = await assertRejects(
    () =>
      bundleModules("opto:/a.ts", {
        files: { "opto:/a.ts": `\nimport fs from "node:fs";\nfs.x;` },
      }),
    SyntaxError,
  );
  assertStringIncludes(
    error.message,
    `a.ts:2:15: ERROR: [plugin: opto] import of "node:fs" is not allowed`,
  );
});

Deno.test("bundleModules() leaves external imports as they are", async () => {
  const files = { "opto:/a.ts": `import vm from "node:vm"; export const make = vm.createContext;` };
  const text = await bundleModules("opto:/a.ts", { files, external: ["node:vm"] });
  assertStringIncludes(text, `from "node:vm"`);
});
