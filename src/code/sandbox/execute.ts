/**
 * Runs a prepared program somewhere in a pool.
 *
 * @module
 */
import type { CallResult } from "../../../sandbox/protocol.ts";
import { SandboxError } from "../../errors.ts";
import type { ProcessPool } from "./process_pool.ts";
import {
  emptyReport,
  type LoadEnd,
  loadProgram,
  runProgram,
  type RunRequest,
} from "./run_program.ts";
import type { SandboxProcess } from "./sandbox_process.ts";

/** What a pool is asked for. */
export type ExecuteRequest = Omit<RunRequest, "limits"> & { readonly signal?: AbortSignal };

/**
 * Calls a program. A call whose process died under another one is made again elsewhere, so nobody pays for the faults
 * of others.
 *
 * @throws {SandboxError} when no process can be started
 * @throws the reason of the signal when it is aborted; the process that works on the call is killed
 */
export function execute(pool: ProcessPool, request: ExecuteRequest): Promise<CallResult[]> {
  const { limits } = pool;
  return withProcess(pool, request.program.id, request.signal, async (process) => {
    const end = await loadProgram(process, request.program, limits);
    if (end === "bystander") return end;
    if (end.kind === "loaded") return await runProgram(process, { ...request, limits });
    return request.argsList.map(() => loadResult(end, limits.loadTimeoutMs));
  });
}

/** Loads a program somewhere, to see whether it can be. */
export function load(
  pool: ProcessPool,
  request: Pick<ExecuteRequest, "program" | "signal">,
): Promise<LoadEnd> {
  return withProcess(
    pool,
    request.program.id,
    request.signal,
    (process) => loadProgram(process, request.program, pool.limits),
  );
}

/** Processes that die under others, before a call is given up. */
const maxAttempts = 16;

async function withProcess<Result>(
  pool: ProcessPool,
  program: string,
  signal: AbortSignal | undefined,
  act: (process: SandboxProcess) => Promise<Result | "bystander">,
): Promise<Result> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    signal?.throwIfAborted();
    const acquired = pool.acquire(program, signal);
    const process = acquired instanceof Promise ? await acquired : acquired;
    const abort = () => void process.kill("was aborted", { areAllInnocent: true });
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const result = await act(process);
      if (result !== "bystander") return result;
    } finally {
      signal?.removeEventListener("abort", abort);
      pool.release(process);
    }
  }
  throw new SandboxError(
    `Cannot run a program: ${maxAttempts} sandboxes died before it had its turn`,
    {
      advice: "Run `doctor` to see what this machine lacks.",
    },
  );
}

function loadResult(end: Exclude<LoadEnd, { kind: "loaded" }>, limitMs: number): CallResult {
  const report = emptyReport(0);
  return end.kind === "timeout"
    ? { kind: "timeout", error: end.error, limitMs, ...report }
    : { kind: end.kind, error: end.error, ...report };
}
