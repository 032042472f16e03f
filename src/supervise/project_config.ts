/**
 * The configuration of Deno that holds for a folder.
 *
 * @module
 */

/** The nearest `deno.json` or `deno.jsonc`. */
export interface ProjectConfig {
  readonly path: string;
  /** Whether it maps `@opto/opto`, so that modules and commands below it reach the library by this name. */
  readonly hasLibrary: boolean;
}

/** The configuration in a folder or the nearest one above. @param folder an absolute path */
export function projectConfig(folder: string): ProjectConfig | undefined {
  for (let at = folder.replace(/[/\\]+$/, "");; at = at.replace(/[/\\][^/\\]*$/, "")) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const text = readIfAny(`${at}/${name}`);
      if (text !== undefined) {
        return { path: `${at}/${name}`, hasLibrary: /"@opto\/opto"\s*:/.test(text) };
      }
    }
    if (!/[/\\]/.test(at)) return undefined;
  }
}

function readIfAny(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined; // absent, or not for this process to read: Deno cannot use it either
  }
}
