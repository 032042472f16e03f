/**
 * Tells modules of this library from those of its users, also in a clone.
 *
 * @module
 */

/** The root of this library, as it was loaded. */
const libraryRoot = new URL("../../", import.meta.url).href;

/** Whether a URL or specifier is of this library: its modules, not what lies beside them in a clone. */
export function isLibrary(url: string): boolean {
  if (/^(?:jsr:\/?)?@opto\/opto\b/.test(url)) return true;
  const path = url.startsWith(libraryRoot) ? url.slice(libraryRoot.length) : undefined;
  return path === "mod.ts" || /^(?:src|sandbox)\//.test(path ?? "");
}

/** The URL of a specifier by the import map, with its version; the specifier itself when it is in none. */
export function resolvePackage(specifier: string): string {
  try {
    return import.meta.resolve(specifier);
  } catch {
    return specifier;
  }
}
