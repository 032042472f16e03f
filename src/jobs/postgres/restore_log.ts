/**
 * Writes the log of a job that another machine began, so that its run goes on here.
 *
 * @module
 */
import { dirname } from "node:path";
import { joinedBytes } from "../../joined_bytes.ts";
import type { LogSource } from "../log_source.ts";
import { isFullDisk } from "../store_error.ts";
import { storageError } from "../../trainer/event_log.ts";
import { writeAll } from "../write_all.ts";

/**
 * Makes a log on this machine go on where the one in the database ends. Lines that this machine has besides are kept: it
 * was the last to write, and had no time to send them.
 *
 * @returns the number of lines in the database
 * @throws {StorageError} when the disk is full
 */
export async function restoreLog(
  path: string,
  id: string,
  logs: Pick<LogSource, "next">,
): Promise<number> {
  try {
    return await restore(path, id, logs);
  } catch (cause) {
    throw isFullDisk(cause) ? storageError(path, cause) : cause;
  }
}

async function restore(
  path: string,
  id: string,
  logs: Pick<LogSource, "next">,
): Promise<number> {
  await Deno.mkdir(dirname(path), { recursive: true });
  using file = await Deno.open(path, { create: true, read: true, write: true });
  let position = { number: 0, offset: 0 };
  let isSame = true;
  for (let size = 0;;) {
    const { lines, ...next } = await logs.next(id, position, 0);
    if (lines.length === 0) return position.number;
    const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
    if (isSame && !await holds(file, size, bytes)) {
      await file.truncate(size);
      isSame = false;
    }
    if (!isSame) {
      await file.seek(size, Deno.SeekMode.Start);
      await writeAll(file, bytes);
    }
    size += bytes.length;
    position = next;
  }
}

/** Whether a file has these bytes at a place. */
async function holds(file: Deno.FsFile, place: number, bytes: Uint8Array): Promise<boolean> {
  await file.seek(place, Deno.SeekMode.Start);
  const read: Uint8Array[] = [];
  for (let left = bytes.length; left > 0;) {
    const part = new Uint8Array(left);
    const count = await file.read(part);
    if (count === null) return false;
    read.push(part.subarray(0, count));
    left -= count;
  }
  return joinedBytes(read).every((byte, i) => byte === bytes[i]);
}
