/**
 * The limits of a stranger's task.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { optional, type Read, record, whole } from "../wire/shape.ts";
import { type SourceLimits, sourceLimits } from "./task_source.ts";

/** Limits of the process of one task; those of its candidates are the sandbox's. */
export interface TaskLimits extends SourceLimits {
  /** V8's heap, in megabytes. @default 256 */
  readonly memoryMb: number;
  /** Memory outside the heap, in megabytes. @default 256 */
  readonly offHeapMb: number;
  /** Processor time of loading the task, and of one evaluation in its own process, in milliseconds. @default 10_000 */
  readonly processorMs: number;
  /** Wall time of loading the task, in milliseconds. @default 60_000 */
  readonly loadMs: number;
  /** Processor time over its life, in seconds. @default 7_200 */
  readonly cpuSeconds: number;
  /** Calls of candidate code, of the compiler and of models by one evaluation. @default 10_000 */
  readonly maxCalls: number;
  /** Longest time of one call of candidate code, in milliseconds. @default 60_000 */
  readonly maxTimeoutMs: number;
  /** Largest heap of a sandbox that the task may ask for, in megabytes. @default 512 */
  readonly maxSandboxMb: number;
}

const defaults: TaskLimits = {
  ...sourceLimits,
  memoryMb: 256,
  offHeapMb: 256,
  processorMs: 10_000,
  loadMs: 60_000,
  cpuSeconds: 7_200,
  maxCalls: 10_000,
  maxTimeoutMs: 60_000,
  maxSandboxMb: 512,
};

/** How many times its default a limit may be that comes from elsewhere. */
const most = 16;

/** The limits of data of any origin: those that are there. */
export const readTaskLimits: Read<Partial<TaskLimits>> = record(
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, optional(whole(1, most * value))]),
  ),
);

/** Fills in the defaults. @throws {UsageError} for a limit that is no whole number from 1 on */
export function taskLimits(limits: Partial<TaskLimits> = {}): TaskLimits {
  const all = { ...defaults, ...limits };
  for (const [name, value] of Object.entries(all)) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new UsageError(`Cannot use "${name}" as a limit of a task: received ${value}`, {
      advice: "Give a whole number from 1 on.",
    });
  }
  return all;
}
