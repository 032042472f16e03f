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
    const common = { format: "esm", treeShaking: false, logLevel: "silent" } as const;
    const legalComments = "none";
    const text = `${source}\nexport {};`;
    const plain = await esbuild.transform(text, { ...common, legalComments, loader: "ts" });
    // New names depend on the letters of the text: those of types and comments are gone by now.
    const { code } = await esbuild.transform(plain.code, { ...common, loader: "js", minify: true });
    return code;
  } catch (error) {
    if (error instanceof RangeError || !(error instanceof Error && "errors" in error)) throw error;
    return null;
  }
}
