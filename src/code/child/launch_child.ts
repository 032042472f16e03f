/**
 * Starts a child process with limits, connected by pipes.
 *
 * @module
 */
import { SandboxError } from "../../errors.ts";

/** Command and limits of a child. */
export interface LaunchOptions {
  /** What it is, for messages: `a sandbox process`. */
  readonly name: string;
  /** Arguments of `deno`, main module included. Permissions that are not denied here are `-A`'s. */
  readonly args: readonly string[];
  /** Variables of its environment besides those that every child gets; "inherited": those of this process. */
  readonly env: Readonly<Record<string, string>> | "inherited";
  /** Memory that it may use, in and outside V8's heap, in megabytes. */
  readonly memoryMb: number;
  /** Processor time over its life, in seconds. */
  readonly cpuSeconds: number;
  /** Whether its writes may make files grow; the system prevents it where it can. @default true */
  readonly mayWrite?: boolean;
}

/** A running child. */
export interface Child {
  readonly pid: number;
  readonly input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly output: ReadableStreamBYOBReader;
  /** Settles when the process has ended and was reaped. */
  readonly status: Promise<Deno.CommandStatus>;
  /** The start of its standard error. */
  lastWords(): string;
  /** Sends SIGKILL. @returns settles when the process has ended */
  kill(): Promise<void>;
  /** Sets whether the child keeps the program alive. */
  hold(isHeld: boolean): void;
}

/** Children get processor time after the host: a host that waits for it seems to stall. */
const niceness = 5;

/** RLIMIT_DATA includes the 512 MB that V8 reserves for code per isolate; each child has two isolates. */
const reservedMb = 1_150;

/** Flags that deny every permission. */
export const denials: readonly string[] = [
  "read",
  "write",
  "net",
  "env",
  "run",
  "sys",
  "ffi",
  "import",
].map((name) => `--deny-${name}`);

/**
 * Flags of V8 that make it wait longer before it optimizes code with its slow compiler. Most code that a child runs is a
 * candidate that lives for some milliseconds: without them a third of all processor time goes into optimizing it. Code
 * that runs for a second is still optimized.
 */
export const tierUpFlags =
  "--invocation-count-for-turbofan=1000000,--invocation-count-for-osr=200000";

/**
 * Starts the process.
 *
 * @throws {SandboxError} when the process cannot be started
 */
export function launchChild(
  { name, args, env, memoryMb, cpuSeconds, mayWrite = true }: LaunchOptions,
): Child {
  // The soft CPU limit ends the process with SIGXCPU; the hard limit is the fallback.
  // Ctrl-C in a terminal signals the whole group; the host ends the children.
  const shell =
    `trap "" INT QUIT; ${
      mayWrite ? "" : 'trap "" XFSZ; ulimit -f 0; '
    }ulimit -c 0; ulimit -S -t ${cpuSeconds}; ulimit -H -t ${cpuSeconds + 1}; ` +
    `ulimit -d ${
      (reservedMb + memoryMb) * 1024
    }; command -v nice >/dev/null && exec nice -n ${niceness} "$0" "$@"; exec "$0" "$@"`;
  const [program, programArgs] = Deno.build.os === "linux"
    ? ["/bin/sh", ["-c", shell, Deno.execPath(), ...args]]
    : [Deno.execPath(), [...args]];
  let process: Deno.ChildProcess;
  try {
    process = new Deno.Command(program, {
      args: programArgs,
      clearEnv: env !== "inherited",
      env: { ...commonEnvironment, ...env === "inherited" ? {} : env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw new SandboxError(`Cannot start ${name}: ${String(cause)}`, {
      cause,
      advice: startAdvice(cause, program),
    });
  }
  const input = process.stdin.getWriter();
  const words = readHead(process.stderr);
  return {
    pid: process.pid,
    input,
    output: process.stdout.getReader({ mode: "byob" }),
    status: process.status,
    lastWords: () => words().trim(),
    async kill() {
      unlessGone(() => process.kill("SIGKILL"));
      unlessGone(() => process.ref()); // otherwise a program could end before its child
      await process.status;
    },
    hold: (isHeld) => unlessGone(() => isHeld ? process.ref() : process.unref()),
  };
}

/** How to mend that a program could not be started. */
export function startAdvice(cause: unknown, program: string): string {
  if (cause instanceof Deno.errors.NotCapable) {
    return `Allow it with --allow-run=${program}, or run with -A.`;
  }
  const reason = /os error (\d+)/.exec(String(cause))?.[1];
  return reason === "24" || reason === "23" // EMFILE, ENFILE
    ? "Too many files are open: raise the limit with ulimit -n 1024, or lower --concurrency."
    : reason === "11" || reason === "12" // EAGAIN, ENOMEM
    ? "The system has no process or memory left: end others, or lower --concurrency."
    : `Check that ${program} can be run.`;
}

/** Language and time zone are fixed. */
const commonEnvironment = {
  DENO_NO_UPDATE_CHECK: "1",
  LANG: "en_US.UTF-8",
  NO_COLOR: "1",
  TZ: "UTC",
};

/** Reads a stream to its end, because a full pipe would block the child; keeps the start. */
function readHead(stream: ReadableStream<Uint8Array<ArrayBuffer>>): () => string {
  const maxChars = 2_000;
  let head = "";
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      if (head.length < maxChars) {
        head += decoder.decode(chunk, { stream: true }).slice(0, maxChars);
      }
    }
  };
  read().catch(() => {}); // the pipe of a killed process
  return () => head;
}

/** Acts on a process that may have just ended; Deno's functions report that with different errors. */
function unlessGone(act: () => void): void {
  try {
    act();
  } catch (error) {
    const isGone = error instanceof TypeError || error instanceof Deno.errors.BadResource ||
      error instanceof Deno.errors.NotFound;
    if (!isGone) throw error;
  }
}
