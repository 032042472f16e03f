/**
 * Reads how much processor time a child has used.
 *
 * @module
 */

/** Clock ticks per second of `/proc`; the same on all Linux platforms that Deno supports. */
const ticksPerSecond = 100;

/** Whether records of processes may be read without a prompt. */
const isReadable = Deno.build.os === "linux" &&
  Deno.permissions.querySync({ name: "read", path: "/proc" }).state === "granted";

/**
 * Processor time of a process since its start, in milliseconds, in steps of 10; `undefined` where the system does
 * not tell, as on macOS, or when the process is gone or its record may not be read.
 */
export function processorMs(pid: number): number | undefined {
  if (!isReadable) return undefined;
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

/**
 * Processor time of the first Deno worker of a process, in milliseconds; that of the whole process where the system
 * does not tell. Threads that help with garbage collection are not counted.
 */
export class WorkerProcessorTime {
  readonly #pid: number;
  /** The thread's record; undefined before the first reading, null without one. */
  #record: string | null | undefined;

  /** @param pid a process whose worker has started */
  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Milliseconds since the start; `undefined` where the system does not tell. */
  read(): number | undefined {
    if (this.#record === undefined) this.#record = workerRecord(this.#pid);
    if (this.#record === null) return processorMs(this.#pid);
    try {
      const nanoseconds = Number(Deno.readTextFileSync(this.#record).split(" ")[0]);
      return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : undefined;
    } catch {
      return undefined;
    }
  }
}

function workerRecord(pid: number): string | null {
  if (!isReadable) return null;
  try {
    const threads = [...Deno.readDirSync(`/proc/${pid}/task`)]
      .map(({ name }) => `/proc/${pid}/task/${name}`)
      .filter((thread) => Deno.readTextFileSync(`${thread}/comm`).startsWith("worker-"))
      .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    const [first] = threads;
    return first === undefined ? null : `${first}/schedstat`;
  } catch {
    return null;
  }
}
