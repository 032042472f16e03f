/**
 * The command that starts this program, so that printed commands can be copied.
 *
 * @module
 */

/** The words that start this program again: `deno run -A mod.ts`, `deno run -A jsr:@opto/opto`. */
export function programName(): string {
  const path = programPath();
  if (path === undefined) return `deno run -A ${Deno.mainModule}`;
  const here = `${Deno.cwd()}/`;
  return `deno run -A ${path.startsWith(here) ? path.slice(here.length) : path}`;
}

/** Path of the program's own file, when it is on this disk. Does not use @std/path, which loads slower than `--help` prints. */
export function programPath(): string | undefined {
  if (!Deno.mainModule.startsWith("file:")) return undefined;
  return decodeURIComponent(new URL(Deno.mainModule).pathname).replace(/^\/(?=[A-Za-z]:)/, "");
}
