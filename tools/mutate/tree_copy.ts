/**
 * Copies of the working tree for tests to run in.
 *
 * @module
 */
import { join } from "@std/path";

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
