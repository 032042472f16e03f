/**
 * The command that starts this program, so that printed commands can be copied.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { projectConfig } from "../supervise/project_config.ts";

/**
 * The words that start this program again in the folder where it runs: `deno run -A mod.ts` in a clone,
 * `deno run -A @opto/opto` in a project that maps the library, else with its address.
 */
export function programName(): string {
  const path = programPath();
  const here = `${Deno.cwd()}/`;
  if (path?.startsWith(here)) return `deno run -A ${path.slice(here.length)}`;
  if (projectConfig(Deno.cwd())?.hasLibrary) return "deno run -A @opto/opto";
  return `deno run -A ${path ?? Deno.mainModule}`;
}

/** Path of the program's own file, when it is on this disk. */
function programPath(): string | undefined {
  return Deno.mainModule.startsWith("file:") ? fileURLToPath(Deno.mainModule) : undefined;
}
