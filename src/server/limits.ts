/**
 * Limits of the endpoint, and their defaults.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** How much of the server its clients may use. Sizes are in bytes, times in milliseconds. */
export interface ServerLimits {
  /** Connections at the same time. @default 512, or half of the file descriptors of the process where they are fewer */
  readonly maxConnections: number;
  /** Event streams at the same time. @default half of `maxConnections` */
  readonly maxStreams: number;
  /** Event streams of one job at the same time. @default 64 */
  readonly maxJobStreams: number;
  /** Size of a body, besides the source that a job brings. @default 65_536 */
  readonly maxBodyBytes: number;
  /** Size of the source that a job brings. @default 1_048_576 */
  readonly maxSourceBytes: number;
  /** Heap of a task that a job brings, in megabytes. @default 256 */
  readonly maxTaskMemoryMb: number;
  /** Processor time of loading a task that a job brings, and of one evaluation in its own process. @default 10_000 */
  readonly maxTaskProcessorMs: number;
  /** Size of a request line with its headers. @default 16_384 */
  readonly maxHeadBytes: number;
  /** What all connections together may leave unread. @default 67_108_864 */
  readonly maxUnsentBytes: number;
  /** Time in which a head must arrive, and in which an idle connection must be used again. @default 10_000 */
  readonly headMs: number;
  /** Time in which a body must arrive. @default 30_000 */
  readonly bodyMs: number;
  /** Time after which a client that reads nothing is cut off. @default 30_000 */
  readonly stallMs: number;
  /** Jobs that may wait. @default 100 */
  readonly maxQueued: number;
  /** Evaluations at the same time in one job. @default the processor's cores */
  readonly maxJobConcurrency: number;
}

/** Limits that a caller sets; the others have their defaults. */
export type GivenLimits = { readonly [Name in keyof ServerLimits]?: number | undefined };

/** All limits. @throws {UsageError} when one is no whole number from 1 */
export function serverLimits(given: GivenLimits = {}): ServerLimits {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) continue;
    throw new UsageError(`Cannot use ${value} as ${name}: it must be a whole number from 1`);
  }
  const maxConnections = given.maxConnections ?? Math.min(512, Math.floor(descriptors() / 2));
  return {
    maxConnections,
    maxStreams: given.maxStreams ?? Math.max(1, Math.floor(maxConnections / 2)),
    maxJobStreams: given.maxJobStreams ?? 64,
    maxBodyBytes: given.maxBodyBytes ?? 65_536,
    maxSourceBytes: given.maxSourceBytes ?? 2 ** 20,
    maxTaskMemoryMb: given.maxTaskMemoryMb ?? 256,
    maxTaskProcessorMs: given.maxTaskProcessorMs ?? 10_000,
    maxHeadBytes: given.maxHeadBytes ?? 16_384,
    maxUnsentBytes: given.maxUnsentBytes ?? 64 * 2 ** 20,
    headMs: given.headMs ?? 10_000,
    bodyMs: given.bodyMs ?? 30_000,
    stallMs: given.stallMs ?? 30_000,
    maxQueued: given.maxQueued ?? 100,
    maxJobConcurrency: given.maxJobConcurrency ?? navigator.hardwareConcurrency,
  };
}

/** File descriptors that this process may open; Infinity where the system does not tell. */
function descriptors(): number {
  const path = "/proc/self/limits";
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (Deno.build.os !== "linux" || state !== "granted") return Infinity;
  try {
    return Number(/^Max open files +(\d+)/m.exec(Deno.readTextFileSync(path))?.[1] ?? Infinity);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return Infinity; // this file needs all permissions
    throw error;
  }
}
