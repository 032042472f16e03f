/**
 * Processor time of this process and of all that it started, as Linux counts it.
 *
 * @module
 */

/** Ticks a second in `/proc`. */
const ticks = 100;

/** Milliseconds of processor time so far: of the living, and of the dead that were waited for. */
export function processorTimeMs(): number {
  const processes = new Map<number, { readonly parent: number; readonly used: number }>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const used = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      processes.set(Number(name), { parent: Number(fields[1]), used });
    } catch {
      // it has ended meanwhile
    }
  }
  const isOurs = (pid: number): boolean =>
    pid === Deno.pid || (processes.has(pid) && isOurs(processes.get(pid)!.parent)); // !: checked before
  let sum = 0;
  for (const [pid, { used }] of processes) if (isOurs(pid)) sum += used;
  return sum * 1_000 / ticks;
}
