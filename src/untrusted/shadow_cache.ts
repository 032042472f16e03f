/**
 * A cache folder for the process of a stranger's task: Deno finds the library's modules in it, and what Deno writes there is
 * removed with it.
 *
 * Deno itself writes without a permission: compiled modules, and what code stores in the browser's storages.
 *
 * @module
 */
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { temporaryFolder } from "../temporary_folder.ts";

/** The folder; disposing of it removes it. */
export interface ShadowCache extends AsyncDisposable {
  /** For the variable `DENO_DIR`. */
  readonly path: string;
  /** Whether it holds links only, so that the process needs to write no file. */
  readonly isShadow: boolean;
}

/** Folders of a cache that hold modules which are loaded already, or their compiled text. */
const shared = ["npm", "remote", "gen/file", "gen/http", "gen/https", "gen/npm"];

/** Makes the folder. @throws {SandboxError} when no temporary folder can be made */
export async function shadowCache(): Promise<ShadowCache> {
  const own = cacheFolder();
  if (Deno.build.os === "windows" || own === undefined) {
    return { path: own ?? "", isShadow: false, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  try {
    await using stack = new AsyncDisposableStack();
    const { path } = stack.use(await temporaryFolder("opto-task-"));
    await Deno.mkdir(join(path, "gen"));
    for (const name of shared) await Deno.symlink(join(own, name), join(path, name));
    const kept = stack.move();
    return { path, isShadow: true, [Symbol.asyncDispose]: () => kept.disposeAsync() };
  } catch (cause) {
    throw new SandboxError(`Cannot make a temporary folder for an untrusted task: ${cause}`, {
      cause,
      advice: "Allow it with --allow-read and --allow-write for the folder of temporary files.",
    });
  }
}

/** The cache folder of this process; undefined when it cannot be known. */
function cacheFolder(): string | undefined {
  const given = variable("DENO_DIR");
  if (given !== undefined) return given;
  if (Deno.build.os === "windows") {
    const local = variable("LOCALAPPDATA");
    return local && join(local, "deno");
  }
  const home = variable("HOME");
  if (Deno.build.os === "darwin") return home && join(home, "Library", "Caches", "deno");
  const caches = variable("XDG_CACHE_HOME") ?? (home && join(home, ".cache"));
  return caches && join(caches, "deno");
}

function variable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) || undefined : undefined;
}
