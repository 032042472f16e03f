/**
 * Sandboxes for candidate code.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandbox } from "@opto/opto/sandbox";
 *
 * await using sandbox = await openSandbox();
 * const loaded = await sandbox.load({ source: "export const one = () => 1;" });
 * const result = loaded.kind === "loaded" && await loaded.unit.call("one", []);
 * assertEquals(result && result.kind === "value" && result.value, 1);
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type { ChildLimit } from "../code/child/enforcement.ts";
export { openSandbox, openSandboxPool, type Sandbox } from "../code/sandbox/open_sandbox.ts";
export type {
  CallOptions,
  LoadedUnit,
  LoadResult,
  LoadSubject,
} from "../code/sandbox/loaded_unit.ts";
export type { SandboxPool } from "../code/sandbox/sandbox_pool.ts";
export type { PoolOptions } from "../code/sandbox/process_pool.ts";
export type { SandboxLimits } from "../code/sandbox/limits.ts";
