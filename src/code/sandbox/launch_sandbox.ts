/**
 * Starts the child process of a sandbox, which has no permission and no modules.
 *
 * @module
 */
import { encodeFrame } from "../../../sandbox/frame.ts";
import type { BootProcess } from "../../../sandbox/wire.ts";
import { type Child, denials, launchChild, tierUpFlags } from "../child/launch_child.ts";
import type { SandboxLimits } from "./limits.ts";

/** Sources and limits of a sandbox's child. */
export interface SandboxLaunch {
  /** The source of the main module, which starts the worker. */
  readonly mainSource: string;
  /** The source of the worker. */
  readonly workerSource: string;
  readonly limits: Pick<SandboxLimits, "memoryMb" | "offHeapMb" | "cpuSeconds">;
}

/**
 * An idle child has about 70 MB of resident memory, and V8's heap needs room for garbage collection.
 */
const idleRssMb = 128;

/**
 * Its cache folder is a path that cannot exist, so nothing is written to disk.
 */
const env = {
  DENO_DIR: Deno.build.os === "windows" ? "NUL\\opto" : "/dev/null/opto",
  DENO_CACHE_DB_MODE: "in-memory",
};

/**
 * Starts the process; it is ready when its worker reports so.
 *
 * @throws {SandboxError} when the process cannot be started
 */
export function launchSandbox({ mainSource, workerSource, limits }: SandboxLaunch): Child {
  const { memoryMb, offHeapMb, cpuSeconds } = limits;
  const child = launchChild({
    name: "a sandbox process",
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-config",
      "--no-lock",
      "--no-npm",
      "--no-remote",
      "--cached-only",
      ...denials,
      "--unstable-worker-options",
      // The kernel makes no code from text, so code that escaped from a realm cannot either. Frozen objects take no
      // private fields, in which a call could leave memory.
      `--v8-flags=--max-old-space-size=${memoryMb},--max-semi-space-size=8,${tierUpFlags},` +
      "--disallow-code-generation-from-strings,--js-nonextensible-applies-to-private",
      `data:text/javascript,${encodeURIComponent(mainSource)}`,
    ],
    env,
    memoryMb: memoryMb + offHeapMb,
    cpuSeconds,
  });
  const boot: BootProcess = {
    worker: workerSource,
    maxRssBytes: (idleRssMb + memoryMb + offHeapMb) * 1024 * 1024,
  };
  child.input.write(encodeFrame(boot).slice()).catch(() => {}); // the exit of a dead child is detected by its status
  return child;
}
