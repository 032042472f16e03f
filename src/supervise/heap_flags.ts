/**
 * Gives a run that goes on from a large log the memory to read it.
 *
 * @module
 */
import { join } from "node:path";

const megabyte = 2 ** 20;

/** A log that V8's own limit, 4 GB at most, is enough for. */
const mostBytes = 512 * megabyte;

/** Heap for each byte of a log: the events as objects and their keys, and the run besides. Measured: 1.3 to 4. */
const heapPerByte = 5;

/** Share of the machine's memory that a heap may take. */
const mostOfMemory = 0.75;

/** What is known of the machine. */
interface Machine {
  /** The flags of this program. */
  readonly flags: readonly string[];
  /** Bytes of memory in all; undefined where no permission tells. @default those of this machine */
  readonly memory?: number | undefined;
}

/**
 * The flag for the heap of a process; none where the usual one is enough, or the user chose flags for V8.
 *
 * @param runDirs directories whose logs it reads whole
 */
export function heapFlags(
  runDirs: readonly string[],
  { flags, memory = memoryHere() }: Machine,
): readonly string[] {
  const isChosen = flags.some((flag) => flag.startsWith("--v8-flags"));
  const bytes = runDirs.reduce((sum, directory) => sum + logBytes(directory), 0);
  if (isChosen || memory === undefined || bytes <= mostBytes) return [];
  const heap = Math.min(heapPerByte * bytes, mostOfMemory * memory);
  return [`--v8-flags=--max-old-space-size=${Math.floor(heap / megabyte)}`];
}

function logBytes(runDir: string): number {
  try {
    return Deno.statSync(join(runDir, "events.jsonl")).size;
  } catch {
    return 0; // a new run has none; whoever reads it says what is wrong
  }
}

function memoryHere(): number | undefined {
  if (Deno.permissions.querySync({ name: "sys", kind: "systemMemoryInfo" }).state !== "granted") {
    return undefined;
  }
  return Deno.systemMemoryInfo().total;
}
