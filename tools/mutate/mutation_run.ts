/**
 * Runs the tests of each mutant, several mutants at a time, each in a copy of the tree of its own.
 *
 * @module
 */
import { join } from "node:path";
import { applyEdit, type Mutant } from "./mutant.ts";
import type { MutantResult } from "./results.ts";
import { runTests, type TestOutcome } from "./run_tests.ts";
import { parseLcov, type TestFile, type TestPlan } from "./test_plan.ts";
import type { Tree } from "./trees.ts";

/** A mutant with its file as it is without it. */
export interface PendingMutant {
  readonly mutant: Mutant;
  readonly text: string;
  readonly fileHash: string;
}

/** Work that is the same for each mutant. */
export interface MutationRun {
  readonly trees: readonly Tree[];
  readonly plans: ReadonlyMap<string, TestPlan>;
  readonly onResult: (result: MutantResult) => void;
  readonly signal: AbortSignal;
}

/** Tries all mutants; the signal ends it with an `AbortError`. */
export async function runMutants(
  mutants: readonly PendingMutant[],
  run: MutationRun,
): Promise<void> {
  await spread(
    mutants,
    run.trees,
    async (pending, tree) => run.onResult(await tryMutant(pending, tree, run)),
  );
}

async function tryMutant(
  { mutant, text, fileHash }: PendingMutant,
  { path, env }: Tree,
  { plans, signal }: MutationRun,
): Promise<MutantResult> {
  const { id, room, file, line, mutator, before, after } = mutant;
  const known = { type: "mutant", id, room, file, line, mutator, before, after, fileHash } as const;
  const plan = plans.get(room);
  const selection = plan?.select(mutant);
  if (!plan || !selection || selection.files.length === 0) {
    return { ...known, outcome: "untested", durationMs: 0 };
  }
  const place = join(path, file);
  await Deno.writeTextFile(place, applyEdit(text, mutant));
  try {
    const deadlineMs = 3 * selection.baselineMs + 10_000;
    const outcome = await runTests({ tree: path, files: selection.files, deadlineMs, env, signal });
    if (outcome.failedFile !== undefined) plan.learn(file, outcome.failedFile);
    return { ...known, ...resultOf(outcome) };
  } finally {
    await Deno.writeTextFile(place, text);
  }
}

function resultOf(
  { kind, durationMs, failedFile }: TestOutcome,
): Pick<MutantResult, "outcome" | "durationMs" | "by"> {
  const outcome = kind === "passed" ? "survived" : kind === "failed" ? "caught" : "timeout";
  return { outcome, durationMs, ...(failedFile === undefined ? {} : { by: failedFile }) };
}

/** What is said of a test file that no mutant is tried on. */
export interface ExcludedTest {
  readonly path: string;
  readonly reason: string;
}

/** Runs each test file once without a mutant: its time, its lines, and whether it is of use. */
export async function measureTests(
  paths: readonly string[],
  { trees, maxMs, signal }: Pick<MutationRun, "trees" | "signal"> & { readonly maxMs: number },
): Promise<{ readonly tests: TestFile[]; readonly excluded: ExcludedTest[] }> {
  const tests: TestFile[] = [];
  const excluded: ExcludedTest[] = [];
  await spread(paths, trees, async (path, { path: tree, env }) => {
    const coverage = await Deno.makeTempDir({ dir: env["TMPDIR"] ?? tree });
    const { kind, durationMs } = await runTests(
      { tree, files: [path], deadlineMs: 2 * maxMs, coverage, env, signal },
    );
    if (kind === "passed" && durationMs <= maxMs) {
      tests.push({ path, durationMs, lines: await coveredLines(coverage, tree) });
    } else {
      const reason = kind === "failed" ? "fails without a mutant" : "is too slow";
      excluded.push({ path, reason });
    }
    await Deno.remove(coverage, { recursive: true });
  });
  return { tests, excluded };
}

async function coveredLines(coverage: string, tree: string): Promise<Map<string, Set<number>>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["coverage", "--lcov", "--quiet", coverage],
    cwd: tree,
    stderr: "null",
  }).output();
  return parseLcov(new TextDecoder().decode(stdout), await Deno.realPath(tree));
}

/** Gives each item to the next tree that is free; the first error ends it when work under way is through. */
async function spread<Item>(
  items: readonly Item[],
  trees: readonly Tree[],
  work: (item: Item, tree: Tree) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let hasFailed = false;
  const ends = await Promise.allSettled(trees.map(async (tree) => {
    for (const item of queue) {
      if (hasFailed) return;
      try {
        await work(item, tree);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  }));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
