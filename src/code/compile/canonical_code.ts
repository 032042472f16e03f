/**
 * Writes source in a form that is the same for sources which differ in spaces, comments, types and local names only.
 *
 * @module
 */
import { RecentMap } from "../recent_map.ts";
import { loadEsbuild } from "./esbuild.ts";

const recent = new RecentMap<string, Promise<string | null>>(64);

/** The minified module; null when it does not compile. Sources with the same text do the same. */
export function canonicalCode(source: string): Promise<string | null> {
  return recent.getOrInsert(source, () => minified(source));
}

async function minified(source: string): Promise<string | null> {
  const esbuild = await loadEsbuild();
  try {
    const { code } = await esbuild.transform(`${source}\nexport {};`, {
      loader: "ts",
      format: "esm", // names at the top level are local to the module
      minify: true,
      treeShaking: false,
      legalComments: "none",
      logLevel: "silent",
    });
    return code;
  } catch (error) {
    if (error instanceof RangeError || !(error instanceof Error && "errors" in error)) throw error;
    return null;
  }
}
