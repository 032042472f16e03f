import { assert, assertEquals } from "@std/assert";
import { kernelModules, kernelText } from "../../src/code/sandbox/kernel_text.ts";

Deno.test("kernelModules() has every module of the sandbox that is more than types", async () => {
  const folder = new URL("../../sandbox/", import.meta.url);
  const typesOnly = ["probe.ts", "protocol.ts", "value/format.ts"];
  const names = [...modulesIn(folder, "")].filter((name) => !typesOnly.includes(name));
  const known = Object.keys(await kernelModules()).map((url) => url.slice(folder.href.length));
  assertEquals(known.toSorted(), names.toSorted());
});

/** Paths of all modules below a folder. */
function* modulesIn(folder: URL, prefix: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* modulesIn(new URL(`${name}/`, folder), `${prefix}${name}/`);
    else if (name.endsWith(".ts")) yield prefix + name;
  }
}

Deno.test("kernelText() gives texts that import nothing but node:vm", async () => {
  const { process, worker, realm } = await kernelText();
  const imports = (text: string) => text.match(/\bfrom\s*"[\w:]*|\bimport\s*[({*]/g) ?? [];
  assertEquals(imports(process), []);
  assertEquals([...new Set(imports(worker))], ['from"node:vm']);
  assertEquals(imports(realm), []);
  assert(!/\bDeno\b/.test(realm), "the realm's own code names the outside");
});
