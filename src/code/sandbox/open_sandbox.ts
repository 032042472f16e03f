/**
 * One sandbox to load code into and to call: a child process of its own, replaced when it dies.
 *
 * @module
 */
import {
  type CallResult,
  type Diagnostic,
  emptyTrace,
  type ThrownError,
} from "../../../sandbox/protocol.ts";
import { SandboxError } from "../../errors.ts";
import type { HostTool, Program } from "../../trace/code_runner.ts";
import { resolveLimits, type SandboxLimits } from "./limits.ts";
import { type PreparedProgram, prepareModule, prepareProgram } from "./prepared_program.ts";
import { loadProgram, runProgram } from "./run_program.ts";
import { SandboxProcess } from "./sandbox_process.ts";
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
  /** Forgets the code. */
  unload(): Promise<void>;
}

/** A sandbox of one process. */
export interface Sandbox extends AsyncDisposable {
  /** Process id; another one after a crash. */
  readonly pid: number;
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
  const resolved = resolveLimits(limits);
  return new OneSandbox(resolved, await SandboxProcess.start(resolved));
}

class OneSandbox implements Sandbox {
  readonly #limits: SandboxLimits;
  #process: SandboxProcess;
  #replacing: Promise<void> | undefined;
  #isClosed = false;

  constructor(limits: SandboxLimits, process: SandboxProcess) {
    this.#limits = limits;
    this.#process = process;
  }

  get pid(): number {
    return this.#process.pid;
  }

  async load(subject: LoadSubject): Promise<LoadResult> {
    const prepared = "source" in subject
      ? await prepareModule("main", subject.source)
      : await prepareProgram(subject.program);
    if (prepared.kind === "refused") return prepared;
    const { program } = prepared;
    const end = await loadProgram(await this.#living(), program, this.#limits);
    if (end.kind !== "loaded") return end;
    return {
      kind: "loaded",
      unit: this.#unit(program, "tools" in subject ? subject.tools : undefined),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#process.kill("was closed");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #unit(program: PreparedProgram, tools: Tools = new Map()): LoadedUnit {
    const callMany: LoadedUnit["callMany"] = async (name, argsList, options = {}) => {
      const process = this.#process.isDead || this.#process.isWorn
        ? await this.#living()
        : this.#process;
      if (!process.programs.has(program.id)) {
        const end = await loadProgram(process, program, this.#limits);
        if (end.kind !== "loaded") {
          const result = {
            ...end,
            limitMs: this.#limits.timeoutMs,
            console: [],
            trace: emptyTrace,
            durationMs: 0,
          };
          return argsList.map(() => result as CallResult);
        }
      }
      const itemLimitMs = options.timeoutMs ?? this.#limits.timeoutMs;
      return runProgram(process, {
        program,
        name,
        argsList,
        tools,
        seed: options.seed ?? 0,
        itemLimitMs,
        limitMs: argsList.length === 1
          ? itemLimitMs
          : Math.max(itemLimitMs, this.#limits.batchTimeoutMs),
        limits: this.#limits,
      });
    };
    return {
      callMany,
      async call(name, args, options) {
        const [result] = await callMany(name, [args], options);
        if (result === undefined) throw new SandboxError("Cannot find the result of a call");
        return result;
      },
      unload: () => this.#process.unloadProgram(program.id),
    };
  }

  /** The process, or a new one in place of one that is dead or worn. */
  async #living(): Promise<SandboxProcess> {
    if (this.#isClosed) throw new SandboxError("Cannot use a sandbox that was closed");
    if (this.#process.isDead || (this.#process.isWorn && this.#process.load === 0)) {
      this.#replacing ??= this.#replace().finally(() => this.#replacing = undefined);
      await this.#replacing;
    }
    return this.#process;
  }

  async #replace(): Promise<void> {
    await this.#process.kill("was worn");
    this.#process = await SandboxProcess.start(this.#limits);
  }
}
