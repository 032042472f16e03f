/**
 * Temporary folders that do not outlive their processes for long: each new one removes those of processes that were killed.
 *
 * The system releases a lock when a process ends, however it ends. Ids of processes would not do: they are used again, and
 * containers that share a folder each have their own.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";

/** A folder; disposing of it removes it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** File in a folder that its process holds locked. */
const lockFile = ".in-use";

/** Folders of others that one call looks at. */
const maxLooks = 1_000;

/**
 * Makes a folder, and removes those with the same prefix that a killed process has left.
 *
 * @param prefix of their names
 */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await Deno.makeTempDir({ prefix });
  const draft = join(path, `${lockFile}.new`);
  const lock = await Deno.open(draft, { createNew: true, write: true });
  await lock.lock(true);
  await Deno.rename(draft, join(path, lockFile)); // locked before any other process sees it
  await removeAbandoned(path, prefix);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await Deno.remove(path, { recursive: true }).catch(() => {}); // it is temporary
      lock.close();
    },
  };
}

/** Removes the folders beside `own` of the same user that no process has locked. */
async function removeAbandoned(own: string, prefix: string): Promise<void> {
  const parent = dirname(own);
  let looks = 0;
  try {
    const { uid } = await Deno.lstat(own);
    for await (const { name, isDirectory } of Deno.readDir(parent)) {
      if (!isDirectory || !name.startsWith(prefix) || name === basename(own)) continue;
      if (++looks > maxLooks) return;
      const path = join(parent, name);
      if (await isAbandoned(path, uid)) {
        await Deno.remove(path, { recursive: true }).catch(() => {});
      }
    }
  } catch {
    // The folder may not be listed: what was left stays.
  }
}

/** Whether no process holds the lock of a folder that this user made. */
async function isAbandoned(path: string, uid: number | null): Promise<boolean> {
  const lockPath = join(path, lockFile);
  try {
    if ((await Deno.lstat(path)).uid !== uid || !(await Deno.lstat(lockPath)).isFile) return false;
    using lock = await Deno.open(lockPath, { write: true });
    return await lock.tryLock(true);
  } catch {
    return false; // not locked yet, or removed by another process
  }
}
