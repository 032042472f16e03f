/**
 * Bundles the packages and helper modules that a task lets its candidates import.
 *
 * @module
 */
import { bundle } from "./bundle.ts";
import { RecentMap } from "./recent_map.ts";

const kept = new RecentMap<string, Promise<string>>(64);

/**
 * One function body for each library, which returns what the library exports; each module is bundled once. A library
 * brings along what it needs and runs in the realm with no more rights than the candidate.
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
  return kept.getOrInsert(module, () => {
    const bundled = module.startsWith("npm:")
      ? bundle(entry, { files: { [entry]: all }, packages: { library: module }, format: "body" })
      : bundle(module, { format: "body" });
    bundled.catch(() => kept.delete(module)); // the network may be back the next time
    return bundled;
  });
}

/** Passes on whatever a package exports, be it written as one object or by name. */
const entry = "opto:/library.ts";
const all = `export * from "library"; import * as all from "library"; export default all.default;`;
