/**
 * What a command of the command line is. Types only.
 *
 * @module
 */
import type { OptionTable, OptionValues } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What a command runs with. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Reads an environment variable; empty counts as not set. */
  readonly env: (name: string) => string | undefined;
  readonly isVerbose: boolean;
}

/** Exit codes: 0 ended as planned, 1 failed, 2 wrong usage or task, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** One command: what it is called with, and what it does. */
export interface Command<T extends OptionTable = OptionTable> {
  /** The words after the command's name: `TASK`, `[RUN]`. */
  readonly usage: string;
  /** How many words at least and at most. */
  readonly words: readonly [min: number, max: number];
  readonly summary: string;
  /** A paragraph and examples for `--help`. */
  readonly details?: string;
  readonly options: T;
  run(
    input: { readonly words: readonly string[]; readonly options: OptionValues<T> },
    context: CommandContext,
  ): Promise<ExitCode>;
}

/** Fixes the type of the options by their table. */
export function defineCommand<const T extends OptionTable>(command: Command<T>): Command {
  return command as unknown as Command; // as: main parses by the same table before it calls run
}
