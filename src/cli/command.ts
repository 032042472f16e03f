/**
 * The interface of a command. Types only.
 *
 * @module
 */
import type { TaskRunner } from "../supervise/supervise_task.ts";
import type { OptionTable, OptionValues } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** Terminal and environment of a command. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Reads an environment variable; empty counts as not set. */
  readonly env: (name: string) => string | undefined;
  readonly isVerbose: boolean;
  /** Carries out requests to tasks. @default each in a process of its own */
  readonly runner?: TaskRunner;
}

/** Exit codes: 0 ended as planned, 1 failed, 2 wrong usage or task, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** One command: its arguments, options and action. */
export interface Command<T extends OptionTable = OptionTable> {
  /** The arguments after the command's name, for `--help`: `TASK`, `[RUN]`. */
  readonly usage: string;
  /** Smallest and largest number of arguments. */
  readonly words: readonly [min: number, max: number];
  /** A paragraph and examples for `--help`. */
  readonly details?: string;
  readonly options: T;
  run(
    input: { readonly words: readonly string[]; readonly options: OptionValues<T> },
    context: CommandContext,
  ): Promise<ExitCode>;
}

/** Infers the types of the options from their table. */
export function defineCommand<const T extends OptionTable>(command: Command<T>): Command {
  return command as unknown as Command; // as: main parses by the same table before it calls run
}
