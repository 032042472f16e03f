/**
 * Runs a prepared program somewhere in a pool.
 *
 * @module
 */
import type { CallResult } from "../../../sandbox/protocol.ts";
import { SandboxError } from "../../errors.ts";
import type { ProcessPool, SeatRequest } from "./process_pool.ts";
import {
  emptyReport,
  type LoadEnd,
  loadProgram,
  runProgram,
  type RunRequest,
} from "./run_program.ts";
import type { SandboxProcess } from "./sandbox_process.ts";

/** What a pool is asked for. */
export type ExecuteRequest = Omit<RunRequest, "limits"> & {
  readonly signal?: AbortSignal | undefined;
};

/**
 * Calls a program. A call whose process died under another one is made again elsewhere, and one that died in a process
 * with other programs once more in a process of its own: nobody pays for the faults of others.
 *
 * @throws {SandboxError} when no process can be started
 * @throws the reason of the signal when it is aborted; the process that works on the call is killed
 */
export async function execute(pool: ProcessPool, request: ExecuteRequest): Promise<CallResult[]> {
  const run = (isAlone: boolean) => attempt(pool, request, isAlone);
  const { results, wasAlone } = await run(false);
  // Memory is shared within a process, so a crash beside others proves nothing.
  const isDoubtful = !wasAlone && results.some(({ kind }) => kind === "crashed");
  return isDoubtful ? (await run(true)).results : results;
}

/** Loads a program somewhere, to see whether it can be. */
export async function load(
  pool: ProcessPool,
  { program, signal }: Pick<ExecuteRequest, "program" | "signal">,
): Promise<LoadEnd> {
  const run = (isAlone: boolean) =>
    withProcess(pool, { program: program.id, isAlone, signal }, async (process) => {
      const wasAlone = process.isOnlyFor(program.id);
      const end = await loadProgram(process, program, pool.limits);
      return end === "bystander" ? end : { end, wasAlone };
    });
  const { end, wasAlone } = await run(false);
  return end.kind === "crashed" && !wasAlone ? (await run(true)).end : end;
}

function attempt(
  pool: ProcessPool,
  request: ExecuteRequest,
  isAlone: boolean,
): Promise<{ results: CallResult[]; wasAlone: boolean }> {
  const { program, signal, argsList } = request;
  const { limits } = pool;
  return withProcess(pool, { program: program.id, isAlone, signal }, async (process) => {
    const wasAlone = process.isOnlyFor(program.id);
    const end = await loadProgram(process, program, limits);
    if (end === "bystander") return end;
    if (end.kind !== "loaded") {
      return { results: argsList.map(() => loadResult(end, limits.loadTimeoutMs)), wasAlone };
    }
    const results = await runProgram(process, { ...request, limits });
    return results === "bystander" ? results : { results, wasAlone };
  });
}

/** Processes that die under others, before a call is given up. */
const maxAttempts = 16;

async function withProcess<Result>(
  pool: ProcessPool,
  request: SeatRequest,
  act: (process: SandboxProcess) => Promise<Result | "bystander">,
): Promise<Result> {
  const { signal } = request;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    signal?.throwIfAborted();
    const acquired = pool.acquire(request);
    const process = acquired instanceof Promise ? await acquired : acquired;
    const abort = () => void process.kill("was aborted", { areAllInnocent: true });
    signal?.addEventListener("abort", abort, { once: true });
    try {
      signal?.throwIfAborted();
      const result = await act(process);
      if (result !== "bystander") return result;
    } finally {
      signal?.removeEventListener("abort", abort);
      pool.release(process);
    }
  }
  throw new SandboxError(
    `Cannot run a program: ${maxAttempts} sandboxes died before it had its turn`,
    { advice: "Run `doctor` to see what this machine lacks." },
  );
}

function loadResult(end: Exclude<LoadEnd, { kind: "loaded" }>, limitMs: number): CallResult {
  const report = emptyReport(0);
  return end.kind === "timeout"
    ? { kind: "timeout", error: end.error, limitMs, ...report }
    : { kind: end.kind, error: end.error, ...report };
}
