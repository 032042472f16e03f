/**
 * Runs trainable code in a pool of sandboxes: prepares each program once, and calls it in any process.
 *
 * @module
 */
import type { CallResult, ThrownError } from "../../../sandbox/protocol.ts";
import { SandboxError } from "../../errors.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../../trace/code_runner.ts";
import { inSpan } from "../../spans.ts";
import { RecentMap } from "../recent_map.ts";
import { placeAt } from "../text_place.ts";
import {
  doubt,
  emptyReport,
  isDoubted,
  type LoadEnd,
  type LoadFailure,
  unloadedResult,
} from "./call_results.ts";
import { requestLimitMs, type SandboxLimits } from "./limits.ts";
import type { LoadedUnit, LoadResult, LoadSubject } from "./loaded_unit.ts";
import type { Prepared, PreparedProgram } from "./prepared_program.ts";
import { type PoolOptions, ProcessPool } from "./process_pool.ts";
import { programKey } from "./program_key.ts";
import type { ProgramCall } from "./sandbox_process.ts";
import { isRepeatable, tracedSlowdown, withStatementsOf } from "./statement_trace.ts";
import type { Tools } from "./tool_host.ts";
import { recordTools } from "./tool_recording.ts";

/** Maximum number of cached programs. */
const capacity = 512;

const noTools: Tools = new Map();

/** How the code of a program is made: as it is, with reports of its statements, or without a complete compilation. */
type Form = "plain" | "traced" | "provisional";

/** Calls of a program in any process of the pool. */
type PoolCall = Omit<ProgramCall, "itemLimitMs" | "limitMs"> & {
  readonly timeoutMs: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before the call is made again from its start. */
  readonly onRepeat?: (() => void) | undefined;
};

/**
 * Implements `CodeRunner` on a pool of warm sandboxes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandboxPool, type SandboxPool } from "@opto/opto/sandbox";
 *
 * await using pool: SandboxPool = await openSandboxPool();
 * await pool.warm();
 * assertEquals(pool.pids.length > 0, true);
 * ```
 */
export class SandboxPool implements CodeRunner {
  readonly #limits: SandboxLimits;
  readonly #processes: ProcessPool;
  /** Cache by object: the same object is usually the same program. */
  readonly #keys = new WeakMap<Program, { [form in Form]?: string }>();
  readonly #prepared = new RecentMap<string, Promise<Prepared>>(capacity);
  readonly #preparations = new RecentMap<string, Promise<Preparation>>(capacity);

  /** Use `openSandboxPool`. @param limits limits of each process @param options number of processes */
  constructor(limits: SandboxLimits, options: PoolOptions) {
    this.#limits = limits;
    this.#processes = new ProcessPool(limits, options);
  }

  /** Ids of the living processes. */
  get pids(): readonly number[] {
    return this.#processes.pids;
  }

  /** Starts a process; returns at once. */
  begin(): void {
    this.#processes.begin();
  }

  /** Starts a process, the spares and the compiler before the first call. */
  async warm(): Promise<void> {
    const { sharedCompiler } = await import("../shared_compiler.ts");
    sharedCompiler().start();
    await this.#processes.use({ program: "" }, () => Promise.resolve());
  }

  /** Compiles, checks and loads a program, at most once. */
  async prepare(program: Program, options: { signal?: AbortSignal } = {}): Promise<Preparation> {
    options.signal?.throwIfAborted();
    const key = this.#key(program, "plain");
    return await this.#preparations.getOrInsert(key, () => {
      const preparation = this.#prepareAnew(program, options.signal);
      preparation.then(
        (outcome) => void (isByClock(outcome) && this.#preparations.delete(key)),
        () => this.#preparations.delete(key), // the sandbox failed, or the call was aborted
      );
      return preparation;
    });
  }

  /** Runs one call. */
  async run(call: CodeCall): Promise<CallResult> {
    return only(await this.runMany(call, [call.args]));
  }

  /** Runs a program with several argument lists in one message; results in order. */
  async runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    const { tools = noTools, timeoutMs = this.#limits.timeoutMs, traceStatements = false } = call;
    call.signal?.throwIfAborted();
    const form = call.isProvisional ? "provisional" : "plain";
    if (!traceStatements) return await this.#runAs(call, argsList, form);
    const { recorded, repeated, restart } = recordTools(tools);
    const results = await this.#runAs({ ...call, tools: recorded }, argsList, form, restart);
    if (!results.every(isRepeatable)) return results;
    const slower = { ...call, tools: repeated, timeoutMs: tracedSlowdown * timeoutMs };
    const repetitions = await this.#runAs(slower, argsList, "traced");
    return results.map((result, index) => withStatementsOf(result, repetitions[index] ?? result));
  }

  async #runAs(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
    form: Form,
    onRepeat?: () => void,
  ): Promise<readonly CallResult[]> {
    const { signal, seed = 0, tools = noTools, timeoutMs, recordsCalls } = call;
    const prepared = await this.#prepare(call.program, form);
    if (prepared.kind === "refused") return argsList.map(() => refusal(prepared));
    const { program } = prepared;
    return await this.#call({
      program,
      name: program.entryName,
      argsList,
      tools,
      seed,
      recordsCalls,
      timeoutMs,
      signal,
      onRepeat,
    });
  }

  /** Compiles, checks and loads a source or a program. */
  async load(subject: LoadSubject): Promise<LoadResult> {
    this.#processes.begin();
    const { prepareModule, prepareProgram } = await import("./prepared_program.ts");
    const prepared = "source" in subject
      ? await prepareModule("main", subject.source)
      : await prepareProgram(subject.program);
    if (prepared.kind === "refused") return prepared;
    const { program } = prepared;
    const end = await this.#load(program);
    if (end.kind !== "loaded") return end;
    const { tools = noTools } = "tools" in subject ? subject : {};
    const callMany: LoadedUnit["callMany"] = (name, argsList, { timeoutMs, seed = 0 } = {}) =>
      this.#call({ program, name, argsList, tools, seed, timeoutMs });
    return {
      kind: "loaded",
      unit: {
        callMany,
        call: async (name, args, options) => only(await callMany(name, [args], options)),
      },
    };
  }

  /** Kills all processes; running calls give `crashed`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#processes.close();
  }

  /**
   * Calls a program. A call that crashed in a shared process is repeated in a separate process, and one that ran out of
   * time on a busy machine is repeated by processor time.
   *
   * @throws {SandboxError} when no process can be started
   * @throws the reason of the signal when it is aborted; the process of the call is killed
   */
  #call(call: PoolCall): Promise<CallResult[]> {
    const attributes = { "opto.function": call.name, "opto.calls": call.argsList.length };
    return inSpan("opto.sandbox", attributes, () => this.#callOnce(call));
  }

  async #callOnce({ timeoutMs, signal, onRepeat, ...call }: PoolCall): Promise<CallResult[]> {
    const itemLimitMs = timeoutMs ?? this.#limits.timeoutMs;
    const limitMs = requestLimitMs(call.argsList.length, itemLimitMs, this.#limits);
    const run = (isAlone: boolean) =>
      this.#attempt({ ...call, itemLimitMs, limitMs }, isAlone, signal);
    const { results, wasAlone } = await run(false);
    // Memory is shared within a process, so another program may have caused the crash.
    const mayBeOther = !wasAlone && results.some(({ kind }) => kind === "crashed");
    if (mayBeOther) onRepeat?.();
    const first = mayBeOther ? (await run(true)).results : results;
    return await this.#lookAgain({ ...call, itemLimitMs, limitMs }, first, signal);
  }

  /** Repeats doubted time-outs one by one; all together may take as long as the request itself. */
  async #lookAgain(
    call: ProgramCall,
    results: CallResult[],
    signal: AbortSignal | undefined,
  ): Promise<CallResult[]> {
    const { argsList, itemLimitMs, limitMs } = call;
    const seen: CallResult[] = [];
    let leftMs = limitMs;
    for (const [index, result] of results.entries()) {
      if (!isDoubted(result) || leftMs <= 0) {
        seen.push(result);
        continue;
      }
      const again = { ...call, argsList: [argsList[index] ?? []], isSecondLook: true };
      const confirmed = only((await this.#attempt(again, true, signal)).results);
      seen.push(confirmed);
      leftMs -= Math.min(confirmed.durationMs, itemLimitMs); // by the clock it may take longer
    }
    return seen;
  }

  #attempt(
    call: ProgramCall,
    isAlone: boolean,
    signal: AbortSignal | undefined,
  ): Promise<{ results: CallResult[]; wasAlone: boolean }> {
    const { program, argsList } = call;
    return this.#processes.use({ program: program.id, isAlone, signal }, async (process) => {
      const wasAlone = process.isOnlyFor(program.id);
      const end = await process.load(program, call);
      if (end === "bystander") return end;
      const results = end.kind === "loaded"
        ? await process.call(call)
        : argsList.map(() => this.#unloaded(end));
      return results === "bystander" ? results : { results, wasAlone };
    });
  }

  /** Loads a program in any process. */
  async #load(program: PreparedProgram, signal?: AbortSignal): Promise<LoadEnd> {
    const run = (isAlone: boolean, isSecondLook = false) =>
      this.#processes.use({ program: program.id, isAlone, signal }, async (process) => {
        const wasAlone = process.isOnlyFor(program.id);
        const end = await process.load(program, { isSecondLook });
        return end === "bystander" ? end : { end, wasAlone };
      });
    const { end, wasAlone } = await run(false);
    const first = end.kind === "crashed" && !wasAlone ? (await run(true)).end : end;
    return isDoubted(first) ? (await run(true, true)).end : first;
  }

  #unloaded(end: LoadFailure): CallResult {
    const result = unloadedResult(end, this.#limits.loadTimeoutMs);
    return isDoubted(end) ? doubt(result) : result;
  }

  async #prepareAnew(program: Program, signal: AbortSignal | undefined): Promise<Preparation> {
    const prepared = await this.#prepare(program, "plain");
    if (prepared.kind === "refused") return prepared;
    const end = await this.#load(prepared.program, signal);
    return end.kind === "loaded" ? { kind: "ready" } : loadRefusal(program, end);
  }

  #prepare(program: Program, form: Form): Promise<Prepared> {
    const key = this.#key(program, form);
    return this.#prepared.getOrInsert(key, () => {
      this.#processes.begin();
      const prepared = import("./prepared_program.ts").then(({ prepareProgram }) =>
        prepareProgram(program, {
          hasStatements: form === "traced",
          isProvisional: form === "provisional",
        })
      );
      prepared.then(
        (outcome) => void (isByClock(outcome) && this.#prepared.delete(key)),
        () => this.#prepared.delete(key), // the compiler failed, not the program
      );
      return prepared;
    });
  }

  #key(program: Program, form: Form): string {
    let keys = this.#keys.get(program);
    if (keys === undefined) this.#keys.set(program, keys = {});
    return keys[form] ??= programKey(program, form);
  }
}

/** Whether a refusal may not happen again. */
function isByClock(outcome: Prepared | Preparation): boolean {
  return outcome.kind === "refused" && outcome.isByClock === true;
}

function only([result]: readonly CallResult[]): CallResult {
  if (result === undefined) throw new SandboxError("Cannot find the result of a call");
  return result;
}

function refusal({ unit, diagnostics }: Extract<Prepared, { kind: "refused" }>): CallResult {
  const [first] = diagnostics;
  const message = first === undefined ? "it was refused" : `${first.message} (line ${first.line})`;
  const error: ThrownError = {
    name: "SyntaxError",
    message: `Cannot run "${unit}": ${message}`,
    frames: first === undefined ? [] : [{
      unit,
      line: first.line,
      column: first.column,
      lineText: first.lineText,
    }],
  };
  return { kind: "refused", error, ...emptyReport(0) };
}

/** The refusal of a program whose top level fails, with the failing line. */
function loadRefusal({ units, entry }: Program, { kind, error }: LoadFailure): Preparation {
  const [frame] = error.frames;
  const unit = frame?.unit ?? entry;
  const source = units.find(({ id }) => id === unit)?.source ?? "";
  const message = kind === "thrown" ? `${error.name}: ${error.message}` : error.message;
  return {
    kind: "refused",
    unit,
    isByClock: kind !== "thrown",
    diagnostics: [{
      stage: "load",
      message,
      line: frame?.line ?? 1,
      column: frame?.column ?? 1,
      lineText: frame?.lineText ?? placeAt(source, 0).lineText,
    }],
  };
}
