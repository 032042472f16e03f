/**
 * The limits of a sandbox that users may set, with defaults and ranges.
 *
 * @module
 */
import type { RealmSettings } from "../../../sandbox/wire.ts";
import { UsageError } from "../../errors.ts";

/** Limits of one sandbox. */
export interface SandboxLimits {
  /**
   * Time of one call. Time in which the child did not get a processor is not charged where the system tells it; ten
   * times the limit, at least five seconds more, ends any call. A call of host tools is charged by the clock.
   *
   * @default 1_000
   */
  readonly timeoutMs: number;
  /**
   * Time of loading a program: its realm, its libraries and its top level. Separate from `timeoutMs`, so that
   * a tight call limit does not refuse programs on a busy machine. @default `timeoutMs`, at least 1_000
   */
  readonly loadTimeoutMs: number;
  /** Time of one batch. @default ten times `timeoutMs`, at least 10_000 */
  readonly batchTimeoutMs: number;
  /**
   * CPU time of a process over its life, in seconds. A process is replaced between calls after half of it, so only
   * code outside a realm can reach it. Enforced by the operating system where `ulimit` exists. @default four times
   * `batchTimeoutMs`, at least 120
   */
  readonly cpuSeconds: number;
  /** V8's heap. @default 128 */
  readonly memoryMb: number;
  /** Memory outside the heap: `ArrayBuffer`s. @default 128 */
  readonly offHeapMb: number;
  /** Characters of one result as JSON text. @default 1_000_000 */
  readonly maxOutputChars: number;
  /** Nesting depth of arguments and results. @default 64 */
  readonly maxDepth: number;
  /** Console lines per call. @default 200 */
  readonly maxConsoleLines: number;
  /** Characters of console text per call. @default 16_384 */
  readonly maxConsoleChars: number;
  /** Inner calls recorded with arguments and result; all are counted. @default 64 */
  readonly maxTracedCalls: number;
  /** Statement events per call. @default 256 */
  readonly maxStatements: number;
  /** Tool calls of a sandbox per second. @default 10_000 */
  readonly maxMessagesPerSecond: number;
  /** Tool calls per call, all tools together. @default 1_000 */
  readonly maxToolCalls: number;
  /** `stopped`: `Date` always gives the same time. `real`: the machine's time. @default "stopped" */
  readonly clock: "stopped" | "real";
  /**
   * Life of a program's state: `program`, as long as it is loaded, like that of a module; `call`, so that no call
   * sees anything of an earlier one. With `call`, top levels run anew for each call, in realms that are frozen, or
   * in new realms where a program uses libraries or tools or changes built-in objects. @default "program"
   */
  readonly realmLife: "program" | "call";
}

/**
 * Time after its limit at which a call's process is killed. The process ends well before 250 ms, the promised delay
 * of the result, unless it did not run all the time.
 */
export const graceMs = 200;

const defaults = {
  timeoutMs: 1_000,
  memoryMb: 128,
  offHeapMb: 128,
  maxOutputChars: 1_000_000,
  maxDepth: 64,
  maxConsoleLines: 200,
  maxConsoleChars: 16_384,
  maxTracedCalls: 64,
  maxStatements: 256,
  maxMessagesPerSecond: 10_000,
  maxToolCalls: 1_000,
} as const;

const minimum: Partial<Record<keyof SandboxLimits, number>> = {
  timeoutMs: 1,
  loadTimeoutMs: 1,
  batchTimeoutMs: 1,
  cpuSeconds: 1,
  memoryMb: 16,
  offHeapMb: 16,
  maxOutputChars: 16,
  maxDepth: 1,
};

const maximum: Partial<Record<keyof SandboxLimits, number>> = {
  maxOutputChars: 2_000_000, // fits in a frame, whatever the characters
  maxDepth: 500,
};

/**
 * Fills in the defaults.
 *
 * @throws {UsageError} for a limit that is not an integer in its range
 */
export function resolveLimits(limits: Partial<SandboxLimits> = {}): SandboxLimits {
  const timeoutMs = limits.timeoutMs ?? defaults.timeoutMs;
  const batchTimeoutMs = limits.batchTimeoutMs ?? Math.max(10_000, 10 * timeoutMs);
  const resolved: SandboxLimits = {
    ...defaults,
    loadTimeoutMs: Math.max(defaults.timeoutMs, timeoutMs),
    batchTimeoutMs,
    cpuSeconds: Math.max(120, Math.ceil(4 * batchTimeoutMs / 1_000)),
    clock: "stopped",
    realmLife: "program",
    ...limits,
  };
  for (const [name, value] of Object.entries(resolved)) {
    if (typeof value === "string") continue;
    const least = minimum[name as keyof SandboxLimits] ?? 0; // own keys of the record
    const most = maximum[name as keyof SandboxLimits] ?? Number.MAX_SAFE_INTEGER;
    if (Number.isSafeInteger(value) && value >= least && value <= most) continue;
    throw new UsageError(
      `Cannot use "${name}" as a limit of the sandbox: received ${value}`,
      { advice: `Give a whole number from ${least}${most < 1e9 ? ` to ${most}` : ""}.` },
    );
  }
  return resolved;
}

/** Time limit of a request with several argument lists. */
export function requestLimitMs(count: number, itemLimitMs: number, limits: SandboxLimits): number {
  return count === 1 ? itemLimitMs : Math.max(itemLimitMs, limits.batchTimeoutMs);
}

/** The settings of a realm under these limits. */
export function realmSettings(limits: SandboxLimits): RealmSettings {
  return {
    maxOutputChars: limits.maxOutputChars,
    maxDepth: limits.maxDepth,
    maxConsoleLines: limits.maxConsoleLines,
    maxConsoleChars: limits.maxConsoleChars,
    maxCalls: limits.maxTracedCalls,
    maxStatements: limits.maxStatements,
    clock: limits.clock,
  };
}
