/**
 * Runs test files in a process of its own, and ends that process with all its children at a deadline.
 *
 * @module
 */

/** Where and how long tests run. */
export interface TestRun {
  /** The tree in which they run. */
  readonly tree: string;
  /** Test files in the order in which they run, by their path from the tree's root. */
  readonly files: readonly string[];
  readonly deadlineMs: number;
  /** Folder for the coverage of the run. @default none is measured */
  readonly coverage?: string;
  /** Environment variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the run at once. */
  readonly signal?: AbortSignal;
}

/** How a run of tests ended. */
export interface TestOutcome {
  readonly kind: "passed" | "failed" | "timeout";
  readonly durationMs: number;
  /** The first test file that failed, where its output names one. */
  readonly failedFile?: string;
  /** The end of what it wrote. */
  readonly output: string;
}

/**
 * Runs the files up to the first failure.
 *
 * @throws {DOMException} `AbortError` when the signal ends it
 */
export async function runTests(run: TestRun): Promise<TestOutcome> {
  run.signal?.throwIfAborted();
  const start = performance.now();
  const process = new Deno.Command(Deno.execPath(), {
    args: testArguments(run),
    cwd: run.tree,
    env: { ...run.env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: Deno.build.os !== "windows", // a process group of its own
  }).spawn();
  let isLate = false;
  const kill = (): void => killGroup(process);
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, run.deadlineMs);
  run.signal?.addEventListener("abort", kill);
  const tails = Promise.all([readTail(process.stdout), readTail(process.stderr)]);
  const { success } = await process.status;
  clearTimeout(timer);
  run.signal?.removeEventListener("abort", kill);
  kill(); // what a failed test left running holds the pipes open
  const output = (await tails).join("\n");
  run.signal?.throwIfAborted();
  const durationMs = Math.round(performance.now() - start);
  if (isLate) return { kind: "timeout", durationMs, output };
  if (success) return { kind: "passed", durationMs, output };
  const failedFile = / => \.?\/?(\S+?_test\.tsx?):\d+/.exec(output)?.[1];
  return {
    kind: "failed",
    durationMs,
    output,
    ...(failedFile === undefined ? {} : { failedFile }),
  };
}

function testArguments({ coverage, files }: TestRun): string[] {
  const measured = coverage === undefined
    ? []
    : [`--coverage=${coverage}`, "--coverage-raw-data-only"];
  return ["test", "-A", "--no-check", "--fail-fast", ...measured, ...files];
}

function killGroup(process: Deno.ChildProcess): void {
  try {
    if (Deno.build.os === "windows") process.kill("SIGKILL");
    else Deno.kill(-process.pid, "SIGKILL");
  } catch (error) {
    const isGone = error instanceof Deno.errors.NotFound || error instanceof TypeError;
    if (!isGone) throw error;
  }
}

async function readTail(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const maxChars = 20_000;
  let tail = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    tail = (tail + text).slice(-maxChars);
  }
  return tail;
}
