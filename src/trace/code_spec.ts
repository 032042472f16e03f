/**
 * The data of a code parameter beside its text: entry, program, tools and last arguments.
 *
 * @module
 */
import type { HostTool, Program } from "./code_runner.ts";

/** How the text of a code parameter becomes a program. */
export interface CodeSpec {
  /** The function that is called; a proposal must keep its name and parameters. */
  readonly entry: string;
  /** The TypeScript as its author wrote it. Complete once `ready` has settled. */
  readonly original: string;
  /** The function's head: name, parameters with their types, result type. Complete once `ready` has settled. */
  readonly signature: string;
  /** The names that are injected with the first argument. */
  readonly uses: readonly string[];
  /** Milliseconds one call may take; undefined leaves it to the runner. */
  readonly timeoutMs: number | undefined;
  /** Arguments of the most recent calls, at most three, newest last; a proposal is tried on them. */
  readonly lastInputs: readonly (readonly unknown[])[];
  /** The program that runs this function alone, with `source` in place of the current text. */
  program(source?: string): Program;
  /** The host functions that the program may call. */
  tools(): ReadonlyMap<string, HostTool>;
  /** Settles when the author's source has been found. */
  ready(): Promise<void>;
}
