/**
 * Closes files that this process has locked.
 *
 * @module
 */

/**
 * Gives the lock of a file back, then closes it. Closing alone leaves the file locked for as long as a process that is just
 * being started has its copy of the open file.
 */
export function closeLocked(file: Deno.FsFile): void {
  file.unlockSync();
  file.close();
}
