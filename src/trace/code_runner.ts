/**
 * The port through which trainable code runs: programs and calls as data, and the contract of a runner.
 *
 * @module
 */
import type { CallResult, Diagnostic } from "../../sandbox/protocol.ts";
import type { StandardSchema } from "./schema.ts";

/** The value under one name of a unit's injected record. */
export type Use =
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "tool"; readonly tool: string }
  | { readonly kind: "data"; readonly value: unknown };

/** One function and its source; runs in one realm. */
export interface Unit {
  /** Unique within the program; used in traces and error frames. */
  readonly id: string;
  /** `trainable`: the candidate's code. `sandboxed`: fixed code of the author, in a separate realm. */
  readonly kind: "trainable" | "sandboxed";
  /** Name of the function to call; the source exports or declares it. */
  readonly entry: string;
  /** TypeScript: the function and the declarations it needs. */
  readonly source: string;
  /** The author's original TypeScript, which fixes name and parameters of the entry. */
  readonly original: string;
  /** Injected as the first argument when not empty. */
  readonly uses: Readonly<Record<string, Use>>;
  /** npm packages or helper modules the unit may import: specifier as written → module specifier. */
  readonly libraries?: Readonly<Record<string, string>>;
}

/** Units that call each other, and the unit that the host calls. */
export interface Program {
  /** Dependencies first. */
  readonly units: readonly Unit[];
  /** The id of the unit the host calls. */
  readonly entry: string;
}

/** A host function that candidate code may call by name. Arguments and results are plain data. */
export interface HostTool {
  /** The function; it may return a promise. */
  readonly run: (...args: readonly unknown[]) => unknown;
  /** Time limit of one call, in milliseconds. @default 10_000 */
  readonly deadlineMs?: number;
  /** Maximum number of calls for one list of arguments. @default 100 */
  readonly maxCalls?: number;
  /** Validates the array of arguments. */
  readonly args?: StandardSchema;
  /** Validates the result. */
  readonly result?: StandardSchema;
}

/** One call of a program. */
export interface CodeCall {
  /** The program to run. */
  readonly program: Program;
  /** Plain data. */
  readonly args: readonly unknown[];
  /** Host functions that the program may call, by name. */
  readonly tools?: ReadonlyMap<string, HostTool>;
  /** Time limit of the whole call, wall time. @default the runner's own limit */
  readonly timeoutMs?: number;
  /** Seed of `Math.random` inside. @default 0 */
  readonly seed?: number;
  /** Whether statements are reported too; nothing else of the result changes. @default false */
  readonly traceStatements?: boolean;
  /** Whether inner calls are recorded with arguments and results, which code cannot notice; all are counted. @default true */
  readonly recordsCalls?: boolean;
  /** Whether changed code may run before its complete compilation; limits and checks are the same. @default false */
  readonly isProvisional?: boolean;
  /** Aborts the call. */
  readonly signal?: AbortSignal;
}

/** The result of preparing a program. */
export type Preparation =
  | { readonly kind: "ready" }
  | {
    readonly kind: "refused";
    readonly unit: string;
    readonly diagnostics: readonly Diagnostic[];
    /** True after a timeout or a crash, which may not happen again. */
    readonly isByClock?: boolean;
  };

/**
 * Runs programs. Contract:
 * - `prepare` compiles, checks and loads; a refusal is data. Top-level code that throws, hangs or crashes is a
 * refusal at stage `load`. Each program is compiled once.
 * - `run` settles within the time limit plus 250 ms whatever the code does, and never rejects because of the code;
 * a program that `prepare` would refuse gives kind `refused`. It rejects when the sandbox fails (`SandboxError`) or
 * the signal is aborted.
 * - A call has no access to data of other candidates.
 */
export interface CodeRunner extends AsyncDisposable {
  /** Compiles, checks and loads a program. */
  prepare(program: Program, options?: { readonly signal?: AbortSignal }): Promise<Preparation>;
  /** Starts ahead of the first call what takes time to start; nothing without it. */
  begin?(): void;
  /** Runs one call. */
  run(call: CodeCall): Promise<CallResult>;
  /** Runs several lists of arguments in one message; results in the same order. */
  runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]>;
}
