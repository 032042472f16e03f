/**
 * Runs all tests in groups, each in a process of its own, and says at the end which failed: `deno task test`, or some
 * by `deno task test doors docs`. As many groups run at the same time as there are cores, or as `DENO_JOBS` says.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripAnsiCode } from "@std/fmt/colors";

/** Spares V8 to optimize esbuild, which some tests run in their own process. */
const fewerOptimizations = "--v8-flags=--liftoff-only";

/** The arguments of tools/run_tests.ts, the groups that take longest first. */
const groups: Readonly<Record<string, readonly string[]>> = {
  /** Jobs and batches on many machines, and tasks of strangers. */
  machines: ["tests/database", "tests/jobs", "tests/spread", "tests/untrusted", "tests/wire"],
  /** Whole runs, their supervisor and the endpoint. */
  runs: ["tests/run", "tests/server", "tests/supervise"],
  others: [fewerOptimizations, "--ignore=GROUPS", "tests"],
  /** Compiler and sandbox. */
  code: [fewerOptimizations, "tests/code", "tests/sandbox"],
  /** The three doors and the command line: most start programs. */
  doors: ["tests/doors", "tests/cli"],
  /** Proposals, with a model and without. */
  optimizers: [fewerOptimizations, "tests/optimizer", "tests/search"],
  /** The examples in the documentation. */
  docs: [fewerOptimizations, "mod.ts", "src", "docs", "README.md"],
};

/** How a group ended. */
interface Ended {
  readonly name: string;
  readonly code: number;
  readonly seconds: number;
  /** What a failed group printed last: its errors and the names of the failed tests. */
  readonly failures: readonly string[];
}

/** How many lines of a failed group are printed again. */
const maxFailureLines = 120;

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    console.error(`Unknown group "${unknown}": expected ${Object.keys(groups).join(", ")}`);
    return 2;
  }
  const atOnce = Number(Deno.env.get("DENO_JOBS") || navigator.hardwareConcurrency);
  if (!Number.isSafeInteger(atOnce) || atOnce < 1) {
    console.error(
      `Cannot use DENO_JOBS as a number of groups: expected a whole number from 1, received ${
        Deno.env.get("DENO_JOBS")
      }`,
    );
    return 2;
  }
  const waiting = (names.length > 0 ? names : Object.keys(groups)).values();
  const ended: Ended[] = [];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const name of waiting) ended.push(await runGroup(name));
  }));
  console.log();
  // What failed is printed last, because a log of many thousand lines is often cut at its beginning.
  for (const { name, failures } of ended) {
    for (const line of failures) console.log(`[${name}] ${line}`);
  }
  for (const { name, code, seconds } of ended) {
    console.log(`${code === 0 ? "passed" : "FAILED"}  ${name}, ${seconds} s`);
  }
  return ended.every(({ code }) => code === 0) ? 0 : 1;
}

/** Runs a group; each line of its output begins with its name. */
async function runGroup(name: string): Promise<Ended> {
  const started = performance.now();
  const child = spawn(Deno.execPath(), ["run", "-A", "tools/run_tests.ts", ...argumentsOf(name)], {
    cwd: fileURLToPath(new URL("../", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<number>((done) => child.on("close", (code) => done(code ?? 1)));
  let last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      console.log(`[${name}] ${line}`);
      // `deno test` writes this line above the errors of all tests that failed.
      if (stripAnsiCode(line).trim() === "ERRORS") last = [];
      last.push(line);
      if (last.length > 2 * maxFailureLines) last = last.slice(-maxFailureLines);
    });
  }
  const code = await closed;
  const seconds = Math.round((performance.now() - started) / 1000);
  return { name, code, seconds, failures: code === 0 ? [] : last.slice(-maxFailureLines) };
}

/** The arguments of a group; `GROUPS` stands for the tests of the others. */
function argumentsOf(name: string): string[] {
  const tests = Object.values(groups).flat().filter((path) => path.startsWith("tests/"));
  return groups[name]!.map((argument) => argument.replace("GROUPS", tests.join(",")));
}
