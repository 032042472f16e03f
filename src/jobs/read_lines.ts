/**
 * Reads whole lines of a file that grows.
 *
 * @module
 */

/** Bytes read at once; what a reader that is not read itself keeps in memory. */
const chunkBytes = 1 << 14;

/** The complete lines after a byte offset, as many as fit a chunk, and the offset after them. */
export async function readLines(
  path: string,
  offset: number,
): Promise<{ readonly lines: readonly string[]; readonly end: number }> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { lines: [], end: offset };
    throw error;
  }
  using _file = file;
  for (let size = chunkBytes;; size *= 4) {
    const bytes = await readAt(file, offset, size);
    const length = bytes.lastIndexOf(10) + 1;
    const isAll = bytes.length < size;
    if (length === 0 && !isAll) continue; // one line longer than the chunk
    const text = new TextDecoder().decode(bytes.subarray(0, length));
    return { lines: text.split("\n").slice(0, -1), end: offset + length };
  }
}

async function readAt(file: Deno.FsFile, offset: number, size: number): Promise<Uint8Array> {
  await file.seek(offset, Deno.SeekMode.Start);
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
