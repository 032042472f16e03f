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

/**
 * What a specifier without a path stands for by the import map: `npm:NAME@VERSION`, `jsr:`, `node:`, or the URL of a module;
 * the specifier itself when it is in no map.
 */
export function resolvePackage(specifier: string): string {
  try {
    const url = import.meta.resolve(specifier);
    return packageAt(url, specifier) ?? url;
  } catch {
    return specifier;
  }
}

/** Where Deno keeps a package, in its cache or in a folder of the project: name and version. */
const packagePaths = [
  /\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d[^/]*)\//,
  /\/node_modules\/\.deno\/[^/]+?@(?<version>\d[^/_]*)[^/]*\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//,
  /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//,
];

/** A package instead of the file in which it was found, which is another on each machine. */
function packageAt(url: string, specifier: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  for (const pattern of packagePaths) {
    const match = pattern.exec(url);
    if (match === null) continue;
    const [, first, second] = match;
    const { name = first, version = second } = match.groups ?? {};
    const [, path = ""] = /^(?:npm:\/?)?(?:@[^/]+\/)?[^/]+(\/.*)?$/.exec(specifier) ?? [];
    return `npm:${name}${version === undefined ? "" : `@${version}`}${path}`;
  }
}
