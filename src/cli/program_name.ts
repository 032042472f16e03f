/**
 * How this program was started, so that printed commands and files can name it the same way.
 *
 * @module
 */
import { dirname, fromFileUrl, relative, resolve } from "@std/path";

/** The words that start this program again: `deno run -A mod.ts`, `deno run -A jsr:@opto/opto@0.1.0`. */
export function programName(): string {
  const path = localPath();
  if (path === undefined) return `deno run -A ${publishedName()}`;
  const nearby = relative(Deno.cwd(), path);
  return `deno run -A ${nearby.startsWith("..") ? path : nearby}`;
}

/** What a task file in a certain place imports to reach the library this program belongs to. */
export function librarySpecifier(taskPath: string): string {
  const path = localPath();
  if (path === undefined) return publishedName();
  const nearby = relative(dirname(resolve(taskPath)), path);
  return nearby.startsWith(".") ? nearby : `./${nearby}`;
}

function localPath(): string | undefined {
  return Deno.mainModule.startsWith("file:") ? fromFileUrl(Deno.mainModule) : undefined;
}

/** The published package, under the registry's short name where the address is that of one. */
function publishedName(): string {
  const main = Deno.mainModule;
  const published = /^https?:\/\/[^/]+\/(@[^/]+\/[^/]+)\/(\d+\.[^/]+)\//.exec(main);
  return published === null ? main : `jsr:${published[1]}@${published[2]}`;
}
