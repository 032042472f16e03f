/**
 * Temporary folders that do not outlive their owner for long: each is locked by its process, and the next process that makes one
 * removes those whose owner is gone.
 *
 * The system releases a lock when a process ends, however it ends. Ids of processes would not do: they are used again, and
 * containers that share a folder each have their own.
 *
 * @module
 */
import { dirname, join } from "@std/path";

/** A folder; disposing of it removes it. */
export interface OwnedFolder extends AsyncDisposable {
  readonly path: string;
}

/** File in the folder that its owner keeps locked; it is empty until it is. */
const lockName = "owner.lock";

/** Leftovers that one call looks at. */
const maxLooks = 1_000;

/** Makes a folder among the temporary ones, and removes the leftovers of the same prefix. @throws when none can be made */
export async function ownedTempFolder(prefix: string): Promise<OwnedFolder> {
  const path = await Deno.makeTempDir({ prefix });
  const lock = await Deno.open(join(path, lockName), { createNew: true, write: true });
  await lock.lock(true);
  await lock.write(new TextEncoder().encode("locked\n"));
  await removeLeftovers(dirname(path), prefix);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await removed(path);
      lock.close();
    },
  };
}

async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  let looks = 0;
  try {
    for await (const { name, isDirectory } of Deno.readDir(parent)) {
      if (!isDirectory || !name.startsWith(prefix)) continue;
      if (++looks > maxLooks) return;
      const path = join(parent, name);
      if (await isLeft(join(path, lockName))) await removed(path);
    }
  } catch {
    // The folder may not be listed: leftovers stay.
  }
}

/** Whether the owner of a lock is gone. */
async function isLeft(lockPath: string): Promise<boolean> {
  try {
    const { isFile, size } = await Deno.lstat(lockPath);
    if (!isFile || size === 0) return false; // another program's, or not locked yet
    using lock = await Deno.open(lockPath);
    return await lock.tryLock(true);
  } catch {
    return false; // not ours to read, or removed meanwhile
  }
}

/** Removes a temporary folder as far as this process may. */
async function removed(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}
