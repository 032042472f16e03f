/**
 * The process in which code of a task runs, with the rights of the user.
 *
 * @module
 */
import { startAdvice } from "../code/child/launch_child.ts";
import { SandboxError } from "../errors.ts";
import { defaultEvaluationTimeoutMs } from "../task/evaluation_timeout.ts";
import { type BlockReason, BlockWatch } from "./block_watch.ts";
import { heapFlags } from "./heap_flags.ts";
import type { ErrorData, TaskMessage, TaskRequest } from "./message.ts";
import { markOf, MessageStream } from "./message_stream.ts";
import { ownFlags } from "./own_flags.ts";

/** Request, signal and listeners of a process. */
export interface TaskProcessOptions {
  readonly request: TaskRequest;
  /** Aborted to stop it in order. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the task may read the standard input of this program. @default false */
  readonly hasInput?: boolean | undefined;
  /** Called with each message but the last. */
  readonly onMessage?: (message: TaskMessage) => void;
  /** Called with each line that the process prints, as it is. @default it is dropped */
  readonly onOutput?: (line: string) => void;
  /** Variables of its environment, besides those of this process: what no argument may hold. @default none */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** How a process ended. */
export type ProcessEnd =
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "failure"; readonly error: ErrorData }
  /** It was killed, as it did not give its thread back. */
  | { readonly kind: "blocked"; readonly reason: BlockReason; readonly timeoutMs: number }
  /** It ended without a last message. */
  | { readonly kind: "ended"; readonly status: Deno.CommandStatus };

/** Milliseconds between two looks at a process. */
const tickMs = 100;

/** Time for the output of a process that has ended; what it started may hold the pipe open. */
const drainMs = 500;

const main = import.meta.resolve("./child/main.ts");

/** Starts the process, watches it and gives its end. */
export async function runTaskProcess(options: TaskProcessOptions): Promise<ProcessEnd> {
  const { request, signal, hasInput = false, onMessage, onOutput = () => {}, env } = options;
  const nonce = crypto.randomUUID();
  const timeoutMs = isEvaluating(request)
    ? request.options.evaluationTimeoutMs ?? defaultEvaluationTimeoutMs
    : Infinity;
  const watch = new BlockWatch({ tickMs, evaluationTimeoutMs: timeoutMs });
  let end: ProcessEnd | undefined;
  const process = start(request, { nonce, hasInput, env });
  const output = new MessageStream(markOf(nonce), {
    onOutput,
    onMessage(message) {
      watch.heard();
      if (message.type === "begun") watch.limit(message.secondsLeft ?? Infinity);
      if (message.type === "ending") watch.ending();
      if (message.type === "result" || message.type === "failure") watch.over();
      if (message.type === "result") end ??= { kind: "result", result: message.result };
      else if (message.type === "failure") end ??= { kind: "failure", error: message.error };
      else onMessage?.(message);
    },
  });
  const errors = new MessageStream(markOf(nonce), { onMessage() {}, onOutput });
  const reading = Promise.all([
    readInto(output, process.stdout),
    readInto(errors, process.stderr),
  ]);
  reading.catch(() => unlessGone(() => process.kill("SIGKILL"))); // thrown below
  const stop = () => {
    watch.stopping();
    askToStop(process);
  };
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
  const timer = setInterval(() => {
    output.flush();
    errors.flush();
    const reason = watch.tick();
    if (reason === undefined) return;
    end ??= { kind: "blocked", reason, timeoutMs };
    unlessGone(() => process.kill("SIGKILL"));
  }, tickMs);
  try {
    const status = await process.status;
    await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, drainMs))]);
    return end ?? { kind: "ended", status };
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", stop);
    for (const stream of [process.stdout, process.stderr]) stream.cancel().catch(() => {}); // read to its end, or no longer read
  }
}

/**
 * Starts it. The shell makes it ignore Ctrl-C, which a terminal sends to every process: the supervisor answers for all. And
 * the shell is the one program that Opto needs the permission to run.
 */
function start(request: TaskRequest, { nonce, hasInput, env }: {
  readonly nonce: string;
  readonly hasInput: boolean;
  readonly env: TaskProcessOptions["env"];
}): Deno.ChildProcess {
  // This process gave Deno's notices on the configuration; its colours would be shown as escapes.
  const always = ["--quiet", "--unstable-worker-options", "--unstable-lazy-dynamic-imports"];
  const own = ownFlags();
  const flags = own.filter((flag) => ![...always, "-q"].includes(flag));
  const heap = heapFlags(logsOf(request), { flags: own });
  const args = ["run", ...flags, ...heap, ...always, main, JSON.stringify(request), nonce];
  const isDirect = Deno.build.os === "windows";
  const [program, programArgs] = isDirect
    ? [Deno.execPath(), args]
    : ["/bin/sh", ["-c", 'trap "" INT QUIT HUP; exec "$0" "$@"', Deno.execPath(), ...args]];
  try {
    return new Deno.Command(program, {
      args: programArgs,
      env: { NO_COLOR: "1", ...env },
      stdin: isDirect ? "piped" : hasInput ? "inherit" : "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    const advice = startAdvice(cause, program);
    throw new SandboxError(`Cannot start the task's process: ${String(cause)}`, { cause, advice });
  }
}

/** The run directories whose logs a process reads whole. */
function logsOf(request: TaskRequest): readonly string[] {
  if (request.kind !== "run") return [];
  return [request.options.runDir, request.replayOf].filter((runDir) => runDir !== undefined);
}

/** Whether a process may be silent for the time of an evaluation. */
function isEvaluating(
  request: TaskRequest,
): request is Extract<TaskRequest, { kind: "run" | "evaluate" | "serve" }> {
  return request.kind === "run" || request.kind === "evaluate" || request.kind === "serve";
}

/** Windows has no signal for it: there the end of standard input asks. */
function askToStop(process: Deno.ChildProcess): void {
  if (Deno.build.os === "windows") process.stdin.close().catch(() => {}); // it has ended
  else unlessGone(() => process.kill("SIGTERM"));
}

async function readInto(
  stream: MessageStream,
  bytes: ReadableStream<Uint8Array>,
): Promise<void> {
  for await (const chunk of bytes) stream.push(chunk);
  stream.flush();
}

function unlessGone(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}
