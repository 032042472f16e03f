/**
 * The modules that run when one is imported.
 *
 * @module
 */
import { readImports, resolveRelative } from "../../tools/imports.ts";

/** The modules of the repository that run when a module is imported, and the packages. */
export async function loadedBy(
  path: string,
  found: Set<string> = new Set(),
): Promise<ReadonlySet<string>> {
  found.add(path);
  const text = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  for (const { specifier, kind } of readImports(path, text)) {
    const target = resolveRelative(path, specifier) ?? specifier;
    if (kind === "code" && !found.has(target)) await loadedBy(target, found);
  }
  return found;
}
