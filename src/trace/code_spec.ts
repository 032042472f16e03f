/**
 * The data of a code parameter besides its text: entry, program, tools and recent arguments.
 *
 * @module
 */
import type { HostTool, Program } from "./code_runner.ts";

/** Turns the text of a code parameter into a program. */
export interface CodeSpec {
  /** The function to call; a proposal must keep its name and parameters. */
  readonly entry: string;
  /** The author's original TypeScript. Complete once `ready` has settled. */
  readonly original: string;
  /** URL of the module that made it, if known. */
  readonly moduleUrl?: string | undefined;
  /** The function's head: name, typed parameters, result type. Complete once `ready` has settled. */
  readonly signature: string;
  /** The names injected as the first argument. */
  readonly uses: readonly string[];
  /** Time limit of one call, in milliseconds; undefined for the runner's own limit. */
  readonly timeoutMs: number | undefined;
  /** Arguments of the most recent calls, at most three, newest last; a proposal is tried on them. */
  readonly lastInputs: readonly (readonly unknown[])[];
  /** The program that runs only this function, with `source` in place of the current text. */
  program(source?: string): Program;
  /** The host functions that the program may call. */
  tools(): ReadonlyMap<string, HostTool>;
  /** Settles when the author's source has been found. */
  ready(): Promise<void>;
}
