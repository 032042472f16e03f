import { assertEquals } from "@std/assert";
import { readImports, resolveRelative } from "../../tools/imports.ts";

/** The modules of the repository that run when a module is imported, and the packages. */
async function loadedBy(path: string, found: Set<string> = new Set()): Promise<Set<string>> {
  found.add(path);
  const text = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  for (const { specifier, kind } of readImports(path, text)) {
    const target = resolveRelative(path, specifier) ?? specifier;
    if (kind === "code" && !found.has(target)) await loadedBy(target, found);
  }
  return found;
}

Deno.test("@opto/opto/client loads its own files and the error classes, and nothing of the server", async () => {
  const loaded = [...await loadedBy("src/entry/client.ts")];
  const others = loaded.filter((path) => !path.startsWith("src/client/"));
  assertEquals(others.sort(), ["src/entry/client.ts", "src/errors.ts"]);
});
