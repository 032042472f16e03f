/**
 * Copies the data of a server while it runs: its jobs as they are at one moment, then their runs.
 *
 * @module
 */
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { jobsFile, runsFolder } from "./data_directory.ts";

/** What a backup holds. */
export interface Backup {
  readonly jobs: number;
  readonly files: number;
}

/** Name of the copied jobs until all runs are copied, so that half a backup is none. */
const draftFile = `${jobsFile}.draft`;

/**
 * Copies a data directory, which a server may use meanwhile.
 *
 * Jobs come first: a log only grows, so that each job has at least the events of its state. A job that runs is a running
 * one in the copy, and is resumed by the server that is started there. The copy has its file of jobs once it is complete;
 * what was copied before a failure is removed.
 *
 * @param dataDir the data directory of a server
 * @param target a directory that does not exist or is empty
 * @throws {UsageError} when there are no jobs, the target is not empty, or something cannot be read or written
 */
export async function backUp(dataDir: string, target: string): Promise<Backup> {
  const name = `Cannot back up "${dataDir}" to "${target}"`;
  await requireEmpty(target, name);
  try {
    const draft = join(target, draftFile);
    const ids = await copyJobs(join(dataDir, jobsFile), draft);
    let files = 0;
    for (const id of ids) {
      files += await copyFolder(join(dataDir, runsFolder, id), join(target, runsFolder, id));
    }
    await Deno.rename(draft, join(target, jobsFile));
    return { jobs: ids.length, files };
  } catch (cause) {
    await removeEntries(target);
    throw new UsageError(`${name}: ${messageOf(cause)}`, {
      cause,
      advice: "DATA is the directory that serve --data names; COPY needs as much space.",
    });
  }
}

async function requireEmpty(path: string, name: string): Promise<void> {
  let found: string | undefined;
  try {
    await Deno.mkdir(path, { recursive: true });
    for await (const entry of Deno.readDir(path)) found ??= entry.name;
  } catch (cause) {
    throw new UsageError(`${name}: ${messageOf(cause)}`, { cause });
  }
  if (found === undefined) return;
  throw new UsageError(`${name}: it holds "${found}"`, {
    advice: "Choose a directory that does not exist yet.",
  });
}

async function removeEntries(path: string): Promise<void> {
  for await (const { name } of Deno.readDir(path)) {
    await Deno.remove(join(path, name), { recursive: true });
  }
}

/** Copies the store; gives the ids of its jobs. */
async function copyJobs(path: string, target: string): Promise<readonly string[]> {
  const source = new DatabaseSync(path, { readOnly: true });
  try {
    await backup(source, target);
  } finally {
    source.close();
  }
  using copy = new DatabaseSync(target); // for writing, so that it leaves no files of its own beside it
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
