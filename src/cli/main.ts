/**
 * The command line as a program: its terminal, its environment and its exit code.
 *
 * @module
 */
import { onUncaught } from "../supervise/child/uncaught.ts";
import { errorText } from "./error_text.ts";
import { runCommand } from "./run_command.ts";
import { openTerminal } from "./terminal.ts";

/**
 * Runs one command line and gives the exit code: 0 as planned, 1 failed, 2 wrong usage or task, 130 interrupted.
 *
 * @param args the arguments after the program's name
 */
export async function main(args: readonly string[]): Promise<number> {
  const terminal = openTerminal();
  const isVerbose = args.includes("--verbose");
  using _uncaught = onUncaught((error) => {
    terminal.err(errorText(error, { isVerbose }));
    Deno.exit(1);
  });
  const env = (name: string) => Deno.env.get(name) || undefined;
  return await runCommand(args, { terminal, env, isVerbose });
}
