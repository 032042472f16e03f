/**
 * Texts in the user's cache directory, if access is granted; an unusable cache is not an error.
 *
 * @module
 */
import { join } from "node:path";

/** The text under a name; undefined when missing. */
export async function readCached(name: string): Promise<string | undefined> {
  const directory = cacheDirectory();
  if (directory === undefined || !isGranted({ name: "read", path: directory })) return undefined;
  try {
    return await Deno.readTextFile(join(directory, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return undefined; // treated as a miss
  }
}

/** Writes a text under a name, atomically. */
export async function writeCached(name: string, text: string): Promise<void> {
  const directory = cacheDirectory();
  if (directory === undefined || !isGranted({ name: "write", path: directory })) return;
  try {
    await Deno.mkdir(directory, { recursive: true });
    const path = join(directory, `${name}.${crypto.randomUUID()}`);
    await Deno.writeTextFile(path, text, { createNew: true });
    await Deno.rename(path, join(directory, name));
  } catch {
    // A full disk or a read-only home: the text is made again next time.
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

/** Queries a permission without a prompt. */
function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}
