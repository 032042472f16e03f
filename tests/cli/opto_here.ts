/**
 * The command in the process of the test, and its tasks too: the same code as the real command without its two processes.
 * For what a command says and writes; not for signals, standard input, the streams and the end of a process.
 *
 * @module
 */
import { runCommand } from "../../src/cli/run_command.ts";
import { terminalOn } from "../../src/cli/terminal.ts";
import { useColors } from "../../src/cli/terminal_text.ts";
import { answer } from "../../src/supervise/child/answer.ts";
import { errorData } from "../../src/supervise/error_data.ts";
import type { TaskRunner } from "../../src/supervise/supervise_task.ts";
import type { CommandEnd, CommandOptions } from "./opto_command.ts";

/** Runs a command line to its end. A task's module is loaded once: give each version of a task its own directory. */
export async function optoHere(
  args: readonly string[],
  { cwd = Deno.cwd(), env = {} }: Pick<CommandOptions, "cwd" | "env"> = {},
): Promise<Omit<CommandEnd, "orphans">> {
  let [stdout, stderr] = ["", ""];
  const terminal = terminalOn({
    writeOut: (text) => void (stdout += text),
    writeErr: (text) => void (stderr += text),
    isLive: false,
    columns: () => 80,
  });
  useColors(false);
  const before = { cwd: Deno.cwd(), key: Deno.env.get(key) };
  Deno.chdir(cwd);
  setKey(env[key]);
  try {
    const code = await runCommand(args, {
      terminal,
      env: (name) => env[name] || undefined,
      isVerbose: args.includes("--verbose"),
      runner: runHere,
    });
    return { code, stdout, stderr };
  } finally {
    Deno.chdir(before.cwd);
    setKey(before.key);
  }
}

/** Carries out a request here; what crosses to the command is plain data, as from another process. */
const runHere: TaskRunner = async ({ request, signal, onMessage }) => {
  try {
    const result = await answer(plain(request), {
      channel: { post: (message) => onMessage?.(plain(message)) },
      follow: (run) => signal?.addEventListener("abort", () => run.stop(), { once: true }),
    });
    return { kind: "result", result: plain({ result }).result };
  } catch (error) {
    return { kind: "failure", error: plain(errorData(error)) };
  }
};

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** The one variable that a task's process inherits and reads. */
const key = "OPENAI_API_KEY";

function setKey(value: string | undefined): void {
  if (value === undefined) Deno.env.delete(key);
  else Deno.env.set(key, value);
}
