/**
 * Writes bytes to an open file.
 *
 * @module
 */

/** Writes all bytes, from the place where the file stands. */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
