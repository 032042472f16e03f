import { assert, assertEquals } from "@std/assert";
import { kernelModules, kernelText } from "../../src/code/sandbox/kernel_text.ts";

Deno.test("kernelModules() has every module of the sandbox that is more than types", async () => {
  const folder = new URL("../../sandbox/", import.meta.url);
  const typesOnly = ["probe.ts", "protocol.ts"];
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".ts") && !typesOnly.includes(name)) names.push(name);
  }
  const known = Object.keys(await kernelModules()).map((url) => url.slice(folder.href.length));
  assertEquals(known.toSorted(), names.toSorted());
});

Deno.test("kernelText() gives texts that import nothing but node:vm", async () => {
  const { process, worker, realm } = await kernelText();
  const imports = (text: string) => text.match(/\bfrom\s*"[\w:]*|\bimport\s*[({*]/g) ?? [];
  assertEquals(imports(process), []);
  assertEquals([...new Set(imports(worker))], ['from"node:vm']);
  assertEquals(imports(realm), []);
  assert(!/\bDeno\b/.test(realm), "the realm's own code names the outside");
});
