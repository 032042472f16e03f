/**
 * Types for loading code into a sandbox and calling it.
 *
 * @module
 */
import type { CallResult, Diagnostic, ThrownError } from "../../../sandbox/protocol.ts";
import type { HostTool, Program } from "../../trace/code_runner.ts";

/** The code to load: a module, or a program of several units with its tools. */
export type LoadSubject =
  | { readonly source: string }
  | { readonly program: Program; readonly tools?: ReadonlyMap<string, HostTool> };

/** The outcome of loading. */
export type LoadResult =
  | { readonly kind: "loaded"; readonly unit: LoadedUnit }
  | { readonly kind: "refused"; readonly unit: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "thrown" | "timeout" | "crashed"; readonly error: ThrownError };

/** Options of one call. */
export interface CallOptions {
  /** Time of one argument list. @default the sandbox's limit */
  readonly timeoutMs?: number;
  /** Seed of `Math.random`. @default 0 */
  readonly seed?: number;
}

/** Code loaded in a sandbox. */
export interface LoadedUnit {
  /** Calls an exported function; never rejects because of the code. */
  call(name: string, args: readonly unknown[], options?: CallOptions): Promise<CallResult>;
  /** Calls it with several argument lists in one message; results in order. */
  callMany(
    name: string,
    argsList: readonly (readonly unknown[])[],
    options?: CallOptions,
  ): Promise<readonly CallResult[]>;
}
