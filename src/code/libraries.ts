/**
 * Bundles the packages and modules that candidates of a task may import.
 *
 * @module
 */
import { RecentMap } from "./recent_map.ts";
import { sharedCompiler } from "./shared_compiler.ts";

const bundledLibraries = new RecentMap<string, Promise<string>>(64);

/**
 * One function body per library, which returns the exports; bundles are cached. A library includes its dependencies
 * and runs in the candidate's realm, with its rights.
 *
 * @param libraries specifier as written in candidate code → `npm:name@version`, or the URL of a module
 * @throws {SyntaxError} when a library cannot be bundled, for example one that needs `node:fs`
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
    bundled.catch(() => bundledLibraries.delete(module)); // the network may work the next time
    return bundled;
  });
}

/** Exports everything of a package, as one object and by name. */
const entry = "opto:/library.ts";
const all = `export * from "library"; import * as all from "library"; export default all.default;`;
