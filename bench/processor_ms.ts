/**
 * Processor time of this process and of all that it started, on Linux.
 *
 * @module
 */

/** The kernel counts processor time in units of 10 ms. */
const unitMs = 10;

/** Processor time of a process, of its living descendants, and of those that were reaped, in milliseconds. */
export function processorMs(pid: number = Deno.pid): number {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const own = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0) * unitMs;
    const children = [...Deno.readDirSync(`/proc/${pid}/task`)].flatMap(({ name }) =>
      Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`).split(" ").filter(Boolean)
    );
    return children.reduce((sum, child) => sum + processorMs(Number(child)), own);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0; // it has ended
    throw error;
  }
}

/** Time in which the cores of the machine had no work, in milliseconds of all cores together. */
export function idleMs(): number {
  const [, , , , idle = 0, waiting = 0] = Deno.readTextFileSync("/proc/stat").split(/\s+/).map(
    Number,
  );
  return (idle + waiting) * unitMs;
}
