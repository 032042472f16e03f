/**
 * Checks whether a stranger's task can be run on this machine.
 *
 * @module
 */
import { requireHardLimits } from "../code/child/require_limits.ts";
import { OptoError, UsageError } from "../errors.ts";
import type { TaskSource } from "../task/task_source.ts";
import type { Check } from "./check.ts";

// The process of a stranger's task loads the whole library, this command included: a plain import would close a circle.
const opener = import.meta.resolve("../untrusted/open_untrusted_task.ts");

const task = `import { defineTask, parameter } from "@opto/opto";
export default defineTask({
  name: "doctor",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: () => x };
  },
  examples: { train: [{ input: null }] },
  guide: () => 0,
});
`;

/** The part of that module which is used here. */
interface Opener {
  openUntrustedTask(
    source: TaskSource,
  ): Promise<AsyncDisposable & { readonly pid: number }>;
}

/** What the system must limit, by the lines of `/proc/PID/limits`. */
const needed = {
  "Max cpu time": "processor time",
  "Max data size": "memory",
  "Max file size": "the growth of files",
} as const;

/** Opens a small task without permissions, and looks at what the system limits of its process. */
export async function checkStrangersTask(): Promise<Check> {
  const name = "stranger's task";
  try {
    await requireHardLimits("--untrusted", { isAccepted: false });
    const { openUntrustedTask } = await import(opener) as Opener;
    const start = performance.now();
    await using opened = await openUntrustedTask({ files: { "task.ts": task }, entry: "task.ts" });
    const ms = Math.round(performance.now() - start);
    const missing = await limitsMissing(opened.pid);
    return missing.length > 0
      ? {
        name,
        outcome: "missing",
        detail: `the system does not limit ${missing.join(", ")} of its process. ${advice}`,
      }
      : {
        name,
        outcome: "ok",
        detail: `can be run with --untrusted: opened in ${ms} ms, with limits of ${
          Object.values(needed).join(", ")
        }`,
      };
  } catch (error) {
    const text = error instanceof OptoError
      ? `${error.message}. ${error.advice ?? ""}`
      : `${error}`;
    return {
      name,
      outcome: error instanceof UsageError ? "missing" : "failed",
      detail: text.trim(),
    };
  }
}

const advice = "Run it in a container with limits of its own, or leave strangers' tasks out.";

/** What is not limited; nothing where the records of processes may not be read, as each limit was tried before. */
async function limitsMissing(pid: number): Promise<readonly string[]> {
  const path = `/proc/${pid}/limits`;
  const { state } = await Deno.permissions.query({ name: "read", path });
  return state === "granted" ? unlimited(await Deno.readTextFile(path)) : [];
}

/** What a table of limits leaves without one. */
export function unlimited(table: string): readonly string[] {
  return Object.entries(needed).flatMap(([line, what]) => {
    const soft = new RegExp(`^${line}\\s+(\\S+)`, "m").exec(table)?.[1] ?? "unlimited";
    return soft === "unlimited" ? [what] : [];
  });
}
