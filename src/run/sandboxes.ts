/**
 * Opens sandboxes; their code loads when the first one is opened.
 *
 * @module
 */
import { resolveLimits, type SandboxLimits } from "../code/sandbox/limits.ts";
import type { Sandbox } from "../code/sandbox/open_sandbox.ts";
import type { PoolOptions } from "../code/sandbox/process_pool.ts";
import type { SandboxPool } from "../code/sandbox/sandbox_runner.ts";

/**
 * Opens a sandbox and waits until it serves.
 *
 * @param limits its limits
 * @throws {UsageError} when a limit is out of its range
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
  const { openSandbox } = await import("../code/sandbox/open_sandbox.ts");
  return await openSandbox(limits);
}

/**
 * Opens a pool of sandboxes in which trainable code runs. Processes start when first needed and keep no program alive.
 *
 * @param options limits of each sandbox, and how many there are
 * @throws {UsageError} when a limit is out of its range
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandboxPool, trainable, withCodeRunner } from "@opto/opto";
 *
 * const double = trainable((n: number): number => 2 * n, { name: "double" });
 * await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 500 });
 * const output = await withCodeRunner(pool, () => double(21));
 * assertEquals(output.data, 42);
 * ```
 */
export function openSandboxPool(
  options: PoolOptions & Partial<SandboxLimits> = {},
): SandboxPool {
  const { size: _size, spares: _spares, isolation: _isolation, ...limits } = options;
  resolveLimits(limits);
  return new LazyPool(options);
}

/** A pool that opens at its first use. */
class LazyPool implements SandboxPool {
  readonly #options: PoolOptions & Partial<SandboxLimits>;
  #opening: Promise<SandboxPool> | undefined;
  #opened: SandboxPool | undefined;

  constructor(options: PoolOptions & Partial<SandboxLimits>) {
    this.#options = options;
  }

  get pids(): readonly number[] {
    return this.#opened?.pids ?? [];
  }

  warm: SandboxPool["warm"] = async () => await (await this.#open()).warm();
  prepare: SandboxPool["prepare"] = async (program, options) =>
    await (await this.#open()).prepare(program, options);
  run: SandboxPool["run"] = async (call) => await (await this.#open()).run(call);
  runMany: SandboxPool["runMany"] = async (call, argsList) =>
    await (await this.#open()).runMany(call, argsList);

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#opening)?.[Symbol.asyncDispose]();
  }

  #open(): Promise<SandboxPool> {
    return this.#opening ??= import("../code/sandbox/sandbox_runner.ts").then(
      ({ openSandboxPool }) => this.#opened = openSandboxPool(this.#options),
    );
  }
}
