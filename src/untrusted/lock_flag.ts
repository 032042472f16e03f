/**
 * Whether the process of a stranger's task is held to a lock file.
 *
 * @module
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The flag that keeps Deno from writing a lock file, whatever the process imports: `--frozen` where the configuration of a
 * main module has one beside it, else `--no-lock`.
 *
 * @param main URL of the main module
 */
export function lockFlag(main: string): "--frozen" | "--no-lock" {
  let folder = main.startsWith("file:") ? dirname(fileURLToPath(main)) : Deno.cwd();
  for (;;) {
    if (isFile(`${folder}/deno.json`) || isFile(`${folder}/deno.jsonc`)) {
      return isFile(`${folder}/deno.lock`) ? "--frozen" : "--no-lock";
    }
    const above = dirname(folder);
    if (above === folder) return "--no-lock";
    folder = above;
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // absent, or not for this process to read: Deno cannot use it either
  }
}
