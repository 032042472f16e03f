/**
 * One sandbox to load code into and to call: a child process of its own, replaced when it dies.
 *
 * @module
 */
import type { CallResult, Diagnostic, ThrownError } from "../../../sandbox/protocol.ts";
import { SandboxError } from "../../errors.ts";
import type { HostTool, Program } from "../../trace/code_runner.ts";
import { execute, load } from "./execute.ts";
import { requestLimitMs, resolveLimits, type SandboxLimits } from "./limits.ts";
import { type PreparedProgram, prepareModule, prepareProgram } from "./prepared_program.ts";
import { ProcessPool } from "./process_pool.ts";
import type { Tools } from "./tool_desk.ts";

/** What to load: a module, or a program whose units call one another, with the tools they may use. */
export type LoadSubject =
  | { readonly source: string }
  | { readonly program: Program; readonly tools?: ReadonlyMap<string, HostTool> };

/** How loading ended. */
export type LoadResult =
  | { readonly kind: "loaded"; readonly unit: LoadedUnit }
  | { readonly kind: "refused"; readonly unit: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "thrown" | "timeout" | "crashed"; readonly error: ThrownError };

/** Options of one call. */
export interface CallOptions {
  /** Wall time of one argument list. @default that of the sandbox */
  readonly timeoutMs?: number;
  /** Seeds `Math.random`. @default 0 */
  readonly seed?: number;
}

/** Code in a sandbox. */
export interface LoadedUnit {
  /** Calls one exported function; never rejects because of the code. */
  call(name: string, args: readonly unknown[], options?: CallOptions): Promise<CallResult>;
  /** Calls it with many argument lists in one message; results in order. */
  callMany(
    name: string,
    argsList: readonly (readonly unknown[])[],
    options?: CallOptions,
  ): Promise<readonly CallResult[]>;
}

/** A sandbox of one process. */
export interface Sandbox extends AsyncDisposable {
  /** Process id; another one after a crash, none when the next call has to start one. */
  readonly pid: number | undefined;
  /** Compiles, checks and loads a source or a program. */
  load(subject: LoadSubject): Promise<LoadResult>;
  /** Kills the process. */
  close(): Promise<void>;
}

/**
 * Opens a sandbox and waits until it serves.
 *
 * @param limits what it may use
 * @throws {SandboxError} when the process cannot be started
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandbox } from "./open_sandbox.ts";
 *
 * await using sandbox = await openSandbox({ timeoutMs: 200, memoryMb: 64 });
 * const loaded = await sandbox.load({ source: "export function f(a: number) { return a + 1 }" });
 * if (loaded.kind !== "loaded") throw new Error(loaded.kind);
 * const result = await loaded.unit.call("f", [1]);
 * assertEquals(result.kind === "value" && result.value, 2);
 * ```
 */
export async function openSandbox(limits: Partial<SandboxLimits> = {}): Promise<Sandbox> {
  const pool = new ProcessPool(resolveLimits(limits), { size: 1, spares: 0 });
  pool.release(await pool.acquire({ program: "" }));
  return new OneSandbox(pool);
}

class OneSandbox implements Sandbox {
  readonly #pool: ProcessPool;

  constructor(pool: ProcessPool) {
    this.#pool = pool;
  }

  get pid(): number | undefined {
    return this.#pool.pids[0];
  }

  async load(subject: LoadSubject): Promise<LoadResult> {
    const prepared = "source" in subject
      ? await prepareModule("main", subject.source)
      : await prepareProgram(subject.program);
    if (prepared.kind === "refused") return prepared;
    const { program } = prepared;
    const end = await load(this.#pool, { program });
    if (end.kind !== "loaded") return end;
    const tools = "tools" in subject ? subject.tools : undefined;
    return { kind: "loaded", unit: this.#unit(program, tools) };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #unit(program: PreparedProgram, tools: Tools = new Map()): LoadedUnit {
    const { limits } = this.#pool;
    const callMany: LoadedUnit["callMany"] = (name, argsList, options = {}) => {
      const itemLimitMs = options.timeoutMs ?? limits.timeoutMs;
      return execute(this.#pool, {
        program,
        name,
        argsList,
        tools,
        seed: options.seed ?? 0,
        itemLimitMs,
        limitMs: requestLimitMs(argsList.length, itemLimitMs, limits),
      });
    };
    return {
      callMany,
      async call(name, args, options) {
        const [result] = await callMany(name, [args], options);
        if (result === undefined) throw new SandboxError("Cannot find the result of a call");
        return result;
      },
    };
  }
}
