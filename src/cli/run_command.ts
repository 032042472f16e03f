/**
 * Finds the command of a command line, parses its options, runs it and returns an exit code.
 *
 * @module
 */
import { OptoError, TaskError, UsageError } from "../errors.ts";
import { closest } from "../closest.ts";
import type { Command, CommandContext, ExitCode } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { commonOptions, parseOptions } from "./options.ts";
import { errorText } from "./error_text.ts";
import { failureLine } from "./failure_line.ts";
import { requireSupportedRuntime } from "./runtime.ts";
import { lines } from "./terminal_text.ts";

/** Runs a command line, and prints its errors on the terminal. */
export async function runCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, isVerbose } = context;
  try {
    return await dispatch(args, context);
  } catch (error) {
    const line = await failureLine(args, error);
    if (line !== undefined) terminal.out(line);
    terminal.err(errorText(error, { isVerbose }));
    return exitCodeOf(error);
  }
}

async function dispatch(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === "help" && rest[0] !== undefined) return await dispatch([rest[0], "--help"], context);
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    context.terminal.out(generalHelp());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    const { version } = await import("../run/version.ts");
    context.terminal.out(`${version}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) throw unknownCommand(name);
  const command = await entry.load();
  const table = { ...command.options, ...commonOptions };
  const { values, positionals } = parseOptions(table, rest);
  if (values.help) {
    context.terminal.out(commandHelp(name, entry.summary, { ...command, options: table }));
    return 0;
  }
  if (name !== "doctor") requireSupportedRuntime(); // doctor reports the version itself
  const [min, max] = command.words;
  if (positionals.length < min) {
    throw new UsageError(`Cannot run "${name}": ${command.usage} is missing`, {
      advice: usageAdvice(name, command),
    });
  }
  if (positionals.length > max) {
    throw new UsageError(
      `Cannot run "${name}": received an extra argument, "${positionals[max]}"`,
      {
        advice: usageAdvice(name, command),
      },
    );
  }
  const { redirectConsole } = await import("./redirect_console.ts"); // slower to load than --help is to print
  using _console = redirectConsole((text) => context.terminal.err(lines([text])));
  return await command.run({ words: positionals, options: values }, context);
}

function usageAdvice(name: string, { usage }: Command): string {
  return `Write: ${`${name} ${usage}`.trim()}. For all options: ${name} --help.`;
}

function unknownCommand(name: string): UsageError {
  const near = closest(name, Object.keys(commands));
  const isTask = /\.(ts|tsx|js|mjs)$/.test(name);
  return new UsageError(`Cannot find the command "${name}"`, {
    advice: isTask
      ? `Did you mean optimize ${name}?`
      : near === undefined
      ? `The commands are ${Object.keys(commands).join(", ")}.`
      : `Did you mean ${near}?`,
  });
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof TaskError) return 2;
  return error instanceof OptoError && error.code === "usage" ? 2 : 1;
}
