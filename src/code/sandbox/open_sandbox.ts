/**
 * Opens sandboxes: a single one, or a pool that runs trainable code.
 *
 * @module
 */
import { resolveLimits, type SandboxLimits } from "./limits.ts";
import type { LoadResult, LoadSubject } from "./loaded_unit.ts";
import type { PoolOptions } from "./process_pool.ts";
import { SandboxPool } from "./sandbox_pool.ts";

/** A sandbox with one process. */
export interface Sandbox extends AsyncDisposable {
  /** Process id; it changes after a crash, and is undefined until the next call starts a process. */
  readonly pid: number | undefined;
  /** Compiles, checks and loads a source or a program. */
  load(subject: LoadSubject): Promise<LoadResult>;
  /** Kills the process. */
  close(): Promise<void>;
}

/**
 * Opens a sandbox with one process and waits until it is ready.
 *
 * @param limits limits of its time, memory and replies
 * @throws {UsageError} when a limit is out of range
 * @throws {SandboxError} when the process cannot be started
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandbox } from "@opto/opto";
 *
 * await using sandbox = await openSandbox({ timeoutMs: 200, memoryMb: 64 });
 * const loaded = await sandbox.load({ source: "export function f(a: number) { return a + 1 }" });
 * if (loaded.kind !== "loaded") throw new Error(loaded.kind);
 * const result = await loaded.unit.call("f", [1]);
 * assertEquals(result.kind === "value" && result.value, 2);
 * ```
 */
export async function openSandbox(limits: Partial<SandboxLimits> = {}): Promise<Sandbox> {
  const pool = openSandboxPool({ ...limits, size: 1, spares: 0 });
  await pool.warm();
  return {
    get pid() {
      return pool.pids[0];
    },
    load: (subject) => pool.load(subject),
    close: () => pool[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

/**
 * Opens a pool of sandboxes for trainable code. Processes start at the first call and do not keep the program
 * alive.
 *
 * @param options limits of each sandbox, and their number
 * @throws {UsageError} when a limit is out of range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandboxPool, trainable, withSandbox } from "@opto/opto";
 *
 * const double = trainable((n: number): number => 2 * n, { name: "double" });
 * await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 500 });
 * const output = await withSandbox(pool, () => double(21));
 * assertEquals(output.data, 42);
 * ```
 */
export function openSandboxPool(
  { size, spares, isolation, ...limits }: PoolOptions & Partial<SandboxLimits> = {},
): SandboxPool {
  return new SandboxPool(resolveLimits(limits), { size, spares, isolation });
}
