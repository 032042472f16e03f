/**
 * The port through which trainable code runs: programs and calls as data, and the obligations of a runner.
 *
 * @module
 */
import type { CallResult, Diagnostic } from "../../sandbox/protocol.ts";
import type { StandardSchema } from "./schema.ts";

/** The value of one name of a unit's first parameter. */
export type Use =
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "tool"; readonly tool: string }
  | { readonly kind: "data"; readonly value: unknown };

/** One function with its source, as it runs in a realm. */
export interface Unit {
  /** Unique within the program; used in traces and error frames. */
  readonly id: string;
  /** `trainable`: the candidate's code. `sandboxed`: the author's own, in a realm apart. */
  readonly kind: "trainable" | "sandboxed";
  /** The function that is called; the source exports or declares it. */
  readonly entry: string;
  /** TypeScript: the function, and whatever declarations it needs. */
  readonly source: string;
  /** The TypeScript as the author first wrote it, which fixes name and parameters of the entry. */
  readonly original: string;
  /** Injected as the first argument when not empty. */
  readonly uses: Readonly<Record<string, Use>>;
  /** npm packages or helper modules the unit may import: specifier as written → module specifier. */
  readonly libraries?: Readonly<Record<string, string>>;
}

/** Units that call one another, and the one the host calls. */
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
  /** Milliseconds one call may take. @default 10_000 */
  readonly deadlineMs?: number;
  /** Calls allowed within one argument list. @default 100 */
  readonly maxCalls?: number;
  /** Validates the array of arguments. */
  readonly args?: StandardSchema;
  /** Validates the result. */
  readonly result?: StandardSchema;
}

/** One call of a program. */
export interface CodeCall {
  /** Its units and entry. */
  readonly program: Program;
  /** Plain data. */
  readonly args: readonly unknown[];
  /** Host functions that the program may call, by name. */
  readonly tools?: ReadonlyMap<string, HostTool>;
  /** Wall time of the whole call. @default the runner's own */
  readonly timeoutMs?: number;
  /** Seeds `Math.random` inside. @default 0 */
  readonly seed?: number;
  /** Report statements too. @default false */
  readonly traceStatements?: boolean;
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
    /** Whether it ran out of time or took the sandbox down, which another time it might not. */
    readonly isByClock?: boolean;
  };

/**
 * Runs programs. Implementations obey:
 * - `prepare` compiles, checks and loads; a refusal is data. Top-level code that throws, hangs or crashes is a refusal
 *   at stage `load`. The same program is compiled once.
 * - `run` settles within the time limit plus 250 ms whatever the code does, and never rejects because of the code;
 *   a program that `prepare` would refuse comes back as kind `refused`. It rejects when the sandbox itself is broken
 *   (`SandboxError`) or the signal is aborted.
 * - No call sees anything of another candidate.
 */
export interface CodeRunner extends AsyncDisposable {
  /** Compiles, checks and loads a program. */
  prepare(program: Program, options?: { readonly signal?: AbortSignal }): Promise<Preparation>;
  /** Runs one call. */
  run(call: CodeCall): Promise<CallResult>;
  /** Many argument lists for one program in one message; results in order. */
  runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]>;
}
