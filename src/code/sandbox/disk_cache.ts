/**
 * Texts under the user's cache directory, where access is granted; an unusable cache is no error.
 *
 * @module
 */
import { join } from "@std/path";

/** The text under a name; undefined when there is none. */
export async function readCached(name: string): Promise<string | undefined> {
  const directory = cacheDirectory();
  if (directory === undefined || !isGranted({ name: "read", path: directory })) return undefined;
  try {
    return await Deno.readTextFile(join(directory, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return undefined; // an unreadable cache is as good as an empty one
  }
}

/** Writes a text under a name; readers see all of it or none. */
export async function writeCached(name: string, text: string): Promise<void> {
  const directory = cacheDirectory();
  if (directory === undefined || !isGranted({ name: "write", path: directory })) return;
  try {
    await Deno.mkdir(directory, { recursive: true });
    const path = join(directory, `${name}.${crypto.randomUUID()}`);
    await Deno.writeTextFile(path, text, { createNew: true });
    await Deno.rename(path, join(directory, name));
  } catch {
    // A full disk or a read-only home: it is made anew next time.
  }
}

function cacheDirectory(): string | undefined {
  switch (Deno.build.os) {
    case "windows":
      return below(env("LOCALAPPDATA"), "opto", "cache");
    case "darwin":
      return below(env("HOME"), "Library", "Caches", "opto");
    default:
      return below(env("XDG_CACHE_HOME"), "opto") ?? below(env("HOME"), ".cache", "opto");
  }
}

function below(directory: string | undefined, ...names: string[]): string | undefined {
  return directory ? join(directory, ...names) : undefined;
}

function env(variable: string): string | undefined {
  return isGranted({ name: "env", variable }) ? Deno.env.get(variable) : undefined;
}

/** Asks without a prompt. */
function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}
