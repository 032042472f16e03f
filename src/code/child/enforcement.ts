/**
 * Finds out which limits of a child process this machine enforces, and what stands in for the others.
 *
 * @module
 */
import { processorMs } from "./processor_time.ts";

/** A limit that the operating system enforces on a child where it can. */
export interface ChildLimit {
  /** What is limited: `processor time`. */
  readonly limit: string;
  /** What enforces it. */
  readonly by: string;
  /** What stands in where that is missing. */
  readonly otherwise: string;
}

/** The limits of children on one machine. */
export interface Enforcement {
  readonly enforced: readonly ChildLimit[];
  readonly missing: readonly ChildLimit[];
}

/** The parts of a machine that decide what it enforces. */
export interface Machine {
  /** As in `Deno.build.os`. */
  readonly os: string;
  /** What a script prints that `/bin/sh` runs; empty without that shell. */
  shell(script: string): Promise<string>;
  /** Whether the processor time of another process can be read. */
  readsProcessorTime(): Promise<boolean>;
}

/** Every such limit; `SECURITY.md` explains them by platform. */
export const childLimits = {
  memory: {
    limit: "memory outside the heap",
    by: "RLIMIT_DATA, by `ulimit -d` of /bin/sh",
    otherwise: "the child checks its resident memory every 100 ms, and may overshoot in between",
  },
  processorTime: {
    limit: "processor time",
    by: "RLIMIT_CPU, by `ulimit -t` of /bin/sh",
    otherwise: "the wall time of each call, with a kill by the host",
  },
  coreFiles: {
    limit: "core files",
    by: "RLIMIT_CORE, by `ulimit -c` of /bin/sh",
    otherwise: "the setting of the system",
  },
  priority: {
    limit: "priority below the host",
    by: "`nice`",
    otherwise: "the host's own priority",
  },
  measuredTime: {
    limit: "processor time as seen by the host",
    by: "/proc",
    otherwise: "wall time alone",
  },
} as const satisfies Readonly<Record<string, ChildLimit>>;

type LimitName = keyof typeof childLimits;

/**
 * Prints the name of each limit that holds. Only an attempt shows that RLIMIT_DATA counts memory: some kernels
 * accept it and ignore it. Without `dd`, acceptance has to do.
 */
const attempts = `
(ulimit -c 0) && echo coreFiles
(ulimit -S -t 60 && ulimit -H -t 61) && echo processorTime
(ulimit -d 16384 && ! dd if=/dev/zero of=/dev/null bs=64M count=1) && echo memory
nice -n 5 true && echo priority
`;

/** Longest wait for the shell. */
const shellMs = 5_000;

let here: Promise<Enforcement> | undefined;

/** The limits on this machine, found out once. */
export function enforcementHere(): Promise<Enforcement> {
  return here ??= findEnforcement(thisMachine);
}

/** Finds out what a machine enforces; a limit that it cannot find out about is missing. */
export async function findEnforcement(machine: Machine): Promise<Enforcement> {
  // Children are started through the shell on Linux only; see `launch_child.ts`.
  const printed = machine.os === "linux" ? await machine.shell(attempts) : "";
  const names = new Set(printed.split("\n"));
  if (await machine.readsProcessorTime()) names.add("measuredTime" satisfies LimitName);
  const all: readonly (readonly [string, ChildLimit])[] = Object.entries(childLimits);
  const those = (isEnforced: boolean) =>
    all.flatMap(([name, limit]) => names.has(name) === isEnforced ? [limit] : []);
  return { enforced: those(true), missing: those(false) };
}

/** This machine, without prompts for permissions. */
const thisMachine: Machine = {
  os: Deno.build.os,
  async shell(script) {
    const { state } = await Deno.permissions.query({ name: "run", command: "/bin/sh" });
    if (state !== "granted") return "";
    try {
      const { stdout } = await new Deno.Command("/bin/sh", {
        args: ["-c", script],
        clearEnv: true,
        stdin: "null",
        stdout: "piped",
        stderr: "null",
        signal: AbortSignal.timeout(shellMs),
      }).output();
      return new TextDecoder().decode(stdout);
    } catch {
      return ""; // no such shell
    }
  },
  async readsProcessorTime() {
    const { state } = await Deno.permissions.query({ name: "read", path: "/proc" });
    return state === "granted" && processorMs(Deno.pid) !== undefined;
  },
};
