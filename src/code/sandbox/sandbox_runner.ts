/**
 * Runs trainable code in a pool of sandboxes: the `CodeRunner` that counts.
 *
 * @module
 */
import type { CallResult, ThrownError } from "../../../sandbox/protocol.ts";
import { SandboxError } from "../../errors.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../../trace/code_runner.ts";
import { RecentMap } from "../recent_map.ts";
import { execute, load } from "./execute.ts";
import { requestLimitMs, resolveLimits, type SandboxLimits } from "./limits.ts";
import { type Prepared, prepareProgram, programKey } from "./prepared_program.ts";
import { type PoolOptions, ProcessPool } from "./process_pool.ts";
import { emptyReport, type LoadEnd } from "./run_program.ts";
import type { Tools } from "./tool_desk.ts";

/** Sandboxes kept warm, behind the port through which trainable code runs. */
export interface SandboxPool extends CodeRunner {
  /** Ids of the living processes. */
  readonly pids: readonly number[];
  /** Starts a process and its spares ahead of the first call. */
  warm(): Promise<void>;
}

/** How many prepared programs are kept. */
const capacity = 512;

const noTools: Tools = new Map();

/**
 * Opens a pool. Processes start when first needed and keep no program alive.
 *
 * @param options limits of each sandbox, and how many there are
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandboxPool } from "./sandbox_runner.ts";
 *
 * await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 500 });
 * const source = "export function double(n: number): number { return 2 * n; }";
 * const result = await pool.run({
 *   program: {
 *     entry: "double",
 *     units: [{ id: "double", kind: "trainable", entry: "double", source, original: source, uses: {} }],
 *   },
 *   args: [21],
 * });
 * assertEquals(result.kind === "value" && result.value, 42);
 * ```
 */
export function openSandboxPool(
  options: PoolOptions & Partial<SandboxLimits> = {},
): SandboxPool {
  const { size, spares, isolation, ...limits } = options;
  return new SandboxRunner(
    new ProcessPool(resolveLimits(limits), {
      ...(size === undefined ? {} : { size }),
      ...(spares === undefined ? {} : { spares }),
      ...(isolation === undefined ? {} : { isolation }),
    }),
  );
}

class SandboxRunner implements SandboxPool {
  readonly #pool: ProcessPool;
  /** The same object is most likely the same program again. */
  readonly #keys = new WeakMap<Program, { plain?: string; traced?: string }>();
  readonly #prepared = new RecentMap<string, Promise<Prepared>>(capacity);
  readonly #preparations = new RecentMap<string, Promise<Preparation>>(capacity);

  constructor(pool: ProcessPool) {
    this.#pool = pool;
  }

  get pids(): readonly number[] {
    return this.#pool.pids;
  }

  async warm(): Promise<void> {
    this.#pool.release(await this.#pool.acquire({ program: "" }));
  }

  async prepare(program: Program, options: { signal?: AbortSignal } = {}): Promise<Preparation> {
    options.signal?.throwIfAborted();
    const key = this.#key(program, false);
    return await this.#preparations.getOrInsert(key, () => {
      const preparation = this.#prepareAnew(program, options.signal);
      preparation.catch(() => this.#preparations.delete(key)); // the sandbox failed, or was told to stop
      return preparation;
    });
  }

  async run(call: CodeCall): Promise<CallResult> {
    const [result] = await this.runMany(call, [call.args]);
    if (result === undefined) throw new SandboxError("Cannot find the result of a call");
    return result;
  }

  async runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    const { signal, seed = 0, tools = noTools } = call;
    signal?.throwIfAborted();
    const prepared = await this.#prepare(call.program, call.traceStatements ?? false);
    if (prepared.kind === "refused") return argsList.map(() => refusal(prepared));
    const { program } = prepared;
    const { limits } = this.#pool;
    const itemLimitMs = call.timeoutMs ?? limits.timeoutMs;
    return await execute(this.#pool, {
      program,
      name: program.entryName,
      argsList,
      tools,
      seed,
      itemLimitMs,
      limitMs: requestLimitMs(argsList.length, itemLimitMs, limits),
      signal,
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.close();
  }

  async #prepareAnew(program: Program, signal: AbortSignal | undefined): Promise<Preparation> {
    const prepared = await this.#prepare(program, false);
    if (prepared.kind === "refused") return prepared;
    const end = await load(this.#pool, { program: prepared.program, signal });
    if (end.kind === "loaded") return { kind: "ready" };
    return loadRefusal(program, end);
  }

  #prepare(program: Program, hasStatements: boolean): Promise<Prepared> {
    const key = this.#key(program, hasStatements);
    return this.#prepared.getOrInsert(key, () => {
      const prepared = prepareProgram(program, { hasStatements });
      prepared.catch(() => this.#prepared.delete(key)); // the compiler failed, not the program
      return prepared;
    });
  }

  #key(program: Program, hasStatements: boolean): string {
    let keys = this.#keys.get(program);
    if (keys === undefined) this.#keys.set(program, keys = {});
    return keys[hasStatements ? "traced" : "plain"] ??= programKey(program, hasStatements);
  }
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

/** Top-level code that fails is a refusal, at the line where it failed. */
function loadRefusal(
  { units, entry }: Program,
  { kind, error }: Exclude<LoadEnd, { kind: "loaded" }>,
): Preparation {
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
      lineText: frame?.lineText ?? source.split("\n", 1)[0] ?? "",
    }],
  };
}
