/**
 * How this program was started, so that printed commands can be copied.
 *
 * @module
 */

/** The words that start this program again: `deno run -A mod.ts`, `deno run -A jsr:@opto/opto@0.1.0`. */
export function programName(): string {
  const path = programPath();
  if (path === undefined) return `deno run -A ${publishedName()}`;
  const here = `${Deno.cwd()}/`;
  return `deno run -A ${path.startsWith(here) ? path.slice(here.length) : path}`;
}

/** The program's own file, when it is one on this disk. (Not by @std/path: it takes longer to load than `--help` to print.) */
export function programPath(): string | undefined {
  if (!Deno.mainModule.startsWith("file:")) return undefined;
  return decodeURIComponent(new URL(Deno.mainModule).pathname).replace(/^\/(?=[A-Za-z]:)/, "");
}

/** The published package, under the registry's short name where the address is that of one. */
export function publishedName(): string {
  const main = Deno.mainModule;
  const published = /^https?:\/\/[^/]+\/(@[^/]+\/[^/]+)\/(\d+\.[^/]+)\//.exec(main);
  return published === null ? main : `jsr:${published[1]}@${published[2]}`;
}
