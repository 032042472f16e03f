/**
 * The shapes of loading code into one sandbox and calling it.
 *
 * @module
 */
import type { CallResult, Diagnostic, ThrownError } from "../../../sandbox/protocol.ts";
import type { HostTool, Program } from "../../trace/code_runner.ts";

/** The code to load: a module, or a program whose units call one another, with the tools they may use. */
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
