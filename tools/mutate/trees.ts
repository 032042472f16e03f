/**
 * Copies of the working tree for tests to run in.
 *
 * @module
 */
import { join } from "node:path";

/** A copy of the tree, used by one run of tests at a time. */
export interface Tree {
  readonly path: string;
  /** Environment of its tests: temporary files and cached sandbox texts stay beside the copy. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes several copies below a folder; they share the cache of packages. */
export async function makeTrees(root: string, folder: string, count: number): Promise<Tree[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  return Promise.all(Array.from({ length: count }, async (_, index) => {
    const home = join(folder, String(index));
    const path = join(home, "tree");
    const temporary = join(home, "tmp");
    await copyTree(root, path);
    await Deno.mkdir(temporary);
    // Without DENO_DIR, Deno would look for its packages below XDG_CACHE_HOME.
    const env = { DENO_DIR: denoDir, TMPDIR: temporary, XDG_CACHE_HOME: join(home, "cache") };
    return { path: await Deno.realPath(path), env };
  }));
}

/** Copies a tree without its repository and without the files and folders that `.gitignore` names. */
export async function copyTree(root: string, target: string): Promise<void> {
  await copyFolder(root, target, new Set([".git", ...await ignoredNames(root)]));
}

async function ignoredNames(root: string): Promise<string[]> {
  try {
    const text = await Deno.readTextFile(join(root, ".gitignore"));
    return text.split("\n").map((line) => line.replaceAll("/", "")).filter(Boolean);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function copyFolder(from: string, to: string, skipped: ReadonlySet<string>): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (skipped.has(name)) continue;
    if (isDirectory) await copyFolder(join(from, name), join(to, name), skipped);
    else if (isFile) await Deno.copyFile(join(from, name), join(to, name));
  }
}
