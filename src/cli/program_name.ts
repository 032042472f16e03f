/**
 * How this program was started, so that printed commands can be copied.
 *
 * @module
 */
import { fromFileUrl, relative } from "@std/path";

/** The words that start this program again: `deno run -A mod.ts`, `deno run -A jsr:@opto/opto`. */
export function programName(): string {
  return `deno run -A ${mainSpecifier(Deno.mainModule)}`;
}

function mainSpecifier(main: string): string {
  const published = /^https:\/\/jsr\.io\/(@[^/]+\/[^/]+)\/([^/]+)\//.exec(main);
  if (published !== null) return `jsr:${published[1]}@${published[2]}`;
  if (!main.startsWith("file:")) return main;
  const path = fromFileUrl(main);
  const nearby = relative(Deno.cwd(), path);
  return nearby.startsWith("..") ? path : nearby;
}
