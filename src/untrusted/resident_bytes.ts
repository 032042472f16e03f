/**
 * Reads how much memory a child holds.
 *
 * @module
 */

/** Bytes of a page of memory on the platforms of Deno for Linux. */
const pageBytes = 4_096;

/** Whether records of processes may be read without a prompt. */
const isReadable = Deno.build.os === "linux" &&
  Deno.permissions.querySync({ name: "read", path: "/proc" }).state === "granted";

/** Resident memory of a process; `undefined` where the system does not tell, or when the process is gone. */
export function residentBytes(pid: number): number | undefined {
  if (!isReadable) return undefined;
  try {
    const [, pages] = Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ");
    return Number(pages) * pageBytes;
  } catch {
    return undefined; // it has ended
  }
}
