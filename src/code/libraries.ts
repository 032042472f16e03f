/**
 * Bundles the packages and helper modules that a task lets its candidates import.
 *
 * @module
 */
import { RecentMap } from "./recent_map.ts";
import { sharedCompiler } from "./shared_compiler.ts";

const bundledLibraries = new RecentMap<string, Promise<string>>(64);

/**
 * One function body for each library, which returns the exports; each module is bundled once. A library includes its
 * dependencies and runs in the realm with the rights of the candidate.
 *
 * @param libraries specifier as written in candidate code → `npm:name@version`, or the URL of a module
 * @throws {SyntaxError} when one cannot be bundled, like one that needs `node:fs`
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bundleLibraries } from "./libraries.ts";
 *
 * const helper = "data:application/typescript,export const half = (n: number): number => n / 2;";
 * const bodies = await bundleLibraries({ "./half.ts": helper });
 * assertEquals(new Function(bodies["./half.ts"]!)().half(8), 4);
 * ```
 */
export async function bundleLibraries(
  libraries: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const bodies = Object.entries(libraries).map(async ([specifier, module]) =>
    [specifier, await bundleLibrary(module)] as const
  );
  return Object.fromEntries(await Promise.all(bodies));
}

function bundleLibrary(module: string): Promise<string> {
  return bundledLibraries.getOrInsert(module, () => {
    const compiler = sharedCompiler();
    const bundled = module.startsWith("npm:")
      ? compiler.bundle(entry, {
        files: { [entry]: all },
        packages: { library: module },
        format: "body",
      })
      : compiler.bundle(module, { format: "body" });
    bundled.catch(() => bundledLibraries.delete(module)); // the network may be back the next time
    return bundled;
  });
}

/** Exports all that a package exports, as one object or by name. */
const entry = "opto:/library.ts";
const all = `export * from "library"; import * as all from "library"; export default all.default;`;
