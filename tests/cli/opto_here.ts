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
import { markOf, messageLines, MessageStream } from "../../src/supervise/message_stream.ts";
import type { TaskRunner } from "../../src/supervise/supervise_task.ts";
import type { CommandEnd, CommandOptions } from "./opto_command.ts";

/** Runs a command line to its end. A task's module is loaded once: give each version of a task its own directory. */
export async function optoHere(
  args: readonly string[],
  { cwd = Deno.cwd(), env = {} }: Pick<CommandOptions, "cwd" | "env"> = {},
): Promise<CommandEnd> {
  let [stdout, stderr] = ["", ""];
  const terminal = terminalOn({
    writeOut: (text) => void (stdout += text),
    writeErr: (text) => void (stderr += text),
    isLive: false,
    columns: () => 80,
  });
  useColors(false);
  const before = Deno.cwd();
  using _environment = environment(env);
  Deno.chdir(cwd);
  try {
    const code = await runCommand(args, {
      terminal,
      env: (name) => env[name] || undefined,
      isVerbose: args.includes("--verbose"),
      runner: runHere,
    });
    return { code, stdout, stderr, orphans: [] };
  } finally {
    Deno.chdir(before);
  }
}

/** Carries out a request here; its messages are written and read as between two processes. */
const runHere: TaskRunner = async ({ request, signal, onMessage = () => {} }) => {
  const stream = new MessageStream(mark, { onMessage, onOutput() {} });
  try {
    const result = await answer(plain(request), {
      channel: {
        post(message) {
          for (const line of messageLines(mark, message)) stream.push(line);
        },
      },
      follow: (run) => signal?.addEventListener("abort", () => run.stop(), { once: true }),
    });
    return { kind: "result", result: plain({ result }).result };
  } catch (error) {
    return { kind: "failure", error: plain(errorData(error)) };
  }
};

const mark = markOf("here");

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** Sets variables, and the key of a model to none, until disposed. */
function environment(variables: Readonly<Record<string, string>>): Disposable {
  const values = Object.entries({ OPENAI_API_KEY: undefined, ...variables });
  const before = values.map(([name]) => [name, Deno.env.get(name)] as const);
  set(values);
  return { [Symbol.dispose]: () => set(before) };
}

function set(values: readonly (readonly [name: string, value: string | undefined])[]): void {
  for (const [name, value] of values) {
    if (value === undefined) Deno.env.delete(name);
    else Deno.env.set(name, value);
  }
}
