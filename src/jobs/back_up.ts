/**
 * Copies the data of a server while it runs: its jobs as they are at one moment, then their runs.
 *
 * @module
 */
import { join } from "@std/path";
import { backup, DatabaseSync } from "node:sqlite";
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { jobsFile, runsFolder } from "./data_directory.ts";

/** What a backup holds. */
export interface Backup {
  readonly jobs: number;
  readonly files: number;
}

/**
 * Copies a data directory, which a server may use meanwhile.
 *
 * Jobs come first: a log only grows, so that each job has at least the events of its state. A job that runs is a running
 * one in the copy, and is resumed by the server that is started there. Each file is copied as a whole or not at all.
 *
 * @param dataDir the data directory of a server
 * @param target a directory that does not exist or is empty
 * @throws {UsageError} when there are no jobs, or the target is not empty
 */
export async function backUp(dataDir: string, target: string): Promise<Backup> {
  await requireEmpty(target);
  const ids = await copyJobs(join(dataDir, jobsFile), join(target, jobsFile));
  let files = 0;
  for (const id of ids) {
    files += await copyFolder(join(dataDir, runsFolder, id), join(target, runsFolder, id));
  }
  return { jobs: ids.length, files };
}

async function requireEmpty(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true });
  for await (const { name } of Deno.readDir(path)) {
    throw new UsageError(`Cannot back up to "${path}": it holds "${name}"`, {
      advice: "Choose a directory that does not exist yet.",
    });
  }
}

/** Copies the store; gives the ids of its jobs. */
async function copyJobs(path: string, target: string): Promise<readonly string[]> {
  let source: DatabaseSync;
  try {
    source = new DatabaseSync(path, { readOnly: true });
  } catch (cause) {
    throw new UsageError(`Cannot back up "${path}": ${messageOf(cause)}`, {
      cause,
      advice: "Give the directory that serve --data names.",
    });
  }
  try {
    await backup(source, target);
  } finally {
    source.close();
  }
  using copy = new DatabaseSync(target, { readOnly: true });
  return copy.prepare("SELECT id FROM jobs").all().map(({ id }) => String(id));
}

/** Copies the files of a folder; a job may have none yet, and what is gone meanwhile is left out. */
async function copyFolder(from: string, to: string): Promise<number> {
  let files = 0;
  let entries: readonly Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(from));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
  await Deno.mkdir(to, { recursive: true });
  for (const { name, isDirectory, isFile } of entries) {
    if (isDirectory) files += await copyFolder(join(from, name), join(to, name));
    if (isFile && await isCopied(join(from, name), join(to, name))) files++;
  }
  return files;
}

async function isCopied(from: string, to: string): Promise<boolean> {
  try {
    await Deno.copyFile(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false; // replaced while it was copied
    throw error;
  }
}
