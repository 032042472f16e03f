/**
 * Reads how much processor time a child has used.
 *
 * @module
 */

/** Clock ticks per second of `/proc`; the same on all Linux platforms that Deno supports. */
const ticksPerSecond = 100;

/**
 * Processor time of a process since its start, in milliseconds, in steps of 10; `undefined` where the system does
 * not tell, as on macOS, or when the process is gone or its record may not be read.
 */
export function processorMs(pid: number): number | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The second field is the program's name in brackets; user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 1_000 / ticksPerSecond : undefined;
  } catch {
    return undefined;
  }
}
