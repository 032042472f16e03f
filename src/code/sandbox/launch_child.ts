/**
 * Starts a child process without permissions, connected by pipes.
 *
 * @module
 */
import { SandboxError } from "../../errors.ts";
import { encodeFrame } from "../../../sandbox/frame.ts";
import type { BootProcess } from "../../../sandbox/wire.ts";
import type { SandboxLimits } from "./limits.ts";

/** Sources and limits of a child. */
export interface LaunchOptions {
  /** The source of the main module, which starts the worker. */
  readonly mainSource: string;
  /** The source of the worker. */
  readonly workerSource: string;
  readonly limits: Pick<SandboxLimits, "memoryMb" | "offHeapMb" | "cpuSeconds">;
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

/**
 * An idle child has about 70 MB of resident memory, and V8's heap needs room for garbage collection.
 */
const idleRssMb = 128;

/**
 * RLIMIT_DATA includes the 512 MB that V8 reserves for code per isolate; the child has two isolates.
 */
const reservedDataMb = 1_150;

const denials = ["read", "write", "net", "env", "run", "sys", "ffi", "import"];

/**
 * Starts the process; it is ready when its worker reports so.
 *
 * @throws {SandboxError} when the process cannot be started
 */
export function launchChild({ mainSource, workerSource, limits }: LaunchOptions): Child {
  const { memoryMb, offHeapMb, cpuSeconds } = limits;
  const deno = [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-npm",
    "--no-remote",
    "--cached-only",
    ...denials.map((name) => `--deny-${name}`),
    "--unstable-worker-options",
    // The kernel makes no code from text, so code that escaped from a realm cannot either.
    `--v8-flags=--max-old-space-size=${memoryMb},--max-semi-space-size=8,` +
    "--disallow-code-generation-from-strings",
    `data:text/javascript,${encodeURIComponent(mainSource)}`,
  ];
  const dataKb = (reservedDataMb + memoryMb + offHeapMb) * 1024;
  // The soft CPU limit ends the process with SIGXCPU; the hard limit is the fallback.
  // Ctrl-C in a terminal signals the whole group; the host ends the children.
  const shell =
    `trap "" INT QUIT; ulimit -c 0; ulimit -S -t ${cpuSeconds}; ulimit -H -t ${cpuSeconds + 1}; ` +
    `ulimit -d ${dataKb}; exec "$0" "$@"`;
  const [program, args] = Deno.build.os === "linux"
    ? ["/bin/sh", ["-c", shell, Deno.execPath(), ...deno]]
    : [Deno.execPath(), deno];
  let process: Deno.ChildProcess;
  try {
    process = new Deno.Command(program, {
      args,
      clearEnv: true,
      env: environment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw new SandboxError(`Cannot start a sandbox process: ${String(cause)}`, {
      cause,
      advice: `Allow it with --allow-run=${program}, or run with -A.`,
    });
  }
  const input = process.stdin.getWriter();
  const boot: BootProcess = {
    worker: workerSource,
    maxRssBytes: (idleRssMb + memoryMb + offHeapMb) * 1024 * 1024,
  };
  input.write(encodeFrame(boot).slice()).catch(() => {}); // the exit of a dead child is detected by its status
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

/**
 * The child's whole environment. Its cache folder is a path that cannot exist, so nothing is written to disk;
 * language and time zone are fixed.
 */
function environment(): Record<string, string> {
  return {
    DENO_DIR: Deno.build.os === "windows" ? "NUL\\opto" : "/dev/null/opto",
    DENO_CACHE_DB_MODE: "in-memory",
    DENO_NO_UPDATE_CHECK: "1",
    LANG: "en_US.UTF-8",
    NO_COLOR: "1",
    TZ: "UTC",
  };
}

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
