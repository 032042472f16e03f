/**
 * Changes the code of rooms in small ways, and lists the changes that no test notices.
 *
 * StrykerJS works with Deno by its command runner, but it runs all tests for each mutant, keeps nothing when it is
 * killed, and switches mutants by a global that code in the sandbox cannot see. So this is a tool of our own: one
 * mutant at a time in a copy of the tree, and only the test files that run the changed line.
 *
 * @module
 */
import { type Modules, readModules } from "./imports.ts";
import { drawMutants } from "./mutate/draw_mutants.ts";
import { measureTests, type PendingMutant, runMutants } from "./mutate/mutation_run.ts";
import { type Options, readOptions, usage } from "./mutate/options.ts";
import { mutantText, reportText } from "./mutate/report.ts";
import { type MutantResult, openLog, parseEquivalents, resultsThatHold } from "./mutate/results.ts";
import { plansOf, testsOfRooms } from "./mutate/test_plan.ts";
import { makeTrees } from "./mutate/trees.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const root = new URL("../", import.meta.url);
  let options: Options;
  let modules: Modules;
  let all: PendingMutant[];
  try {
    options = await readOptions(args);
    modules = await readModules(root, ["src", "sandbox", "tests", "mod.ts"]);
    all = await drawMutants(root, modules, options.settings);
    if (options.mode === "run") {
      await openLog(options.log, options.isResumed ? null : options.settings);
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.mode === "list") {
    for (const { mutant } of all) console.log(mutantText(mutant));
    return 0;
  }
  const list = await Deno.readTextFile(new URL("tools/mutants_equivalent.txt", root));
  const equivalents = parseEquivalents(list);
  const results = resultsThatHold(
    options.known,
    new Map(all.map(({ mutant, fileHash }) => [mutant.id, fileHash])),
  );
  const pending = all.filter(({ mutant: { id } }) => !results.has(id) && !equivalents.has(id));
  const onResult = (result: MutantResult) => void results.set(result.id, result);
  const exitCode = options.mode === "report"
    ? 0
    : await runAll(pending, { root, modules, options, onResult });
  console.log(reportText([...results.values()], equivalents));
  const left = all.filter(({ mutant: { id } }) => !results.has(id));
  const judged = left.filter(({ mutant: { id } }) => equivalents.has(id)).length;
  console.log(`${all.length} mutants, ${results.size} tried, ${judged} judged equivalent before`);
  if (left.length > judged) console.log(`Go on with: deno task mutate --resume ${options.log}`);
  return exitCode;
}
/** What `runAll` needs besides the mutants. */
interface RunAllOptions {
  readonly root: URL;
  readonly modules: Modules;
  readonly options: Options;
  readonly onResult: (result: MutantResult) => void;
}

/** Tries all mutants and logs each result. @returns the exit code */
async function runAll(
  pending: readonly PendingMutant[],
  { root, modules, options: { settings, jobs, log }, onResult }: RunAllOptions,
): Promise<number> {
  using interrupt = interruptSignal();
  const { signal } = interrupt;
  const folder = await Deno.makeTempDir({ prefix: "opto-mutate-" });
  try {
    const trees = await makeTrees(
      decodeURIComponent(root.pathname),
      folder,
      Math.min(jobs, Math.max(1, pending.length)),
    );
    const rooms = testsOfRooms(
      new Set(pending.map(({ mutant: { room } }) => room)),
      modules,
      settings.also,
    );
    const maxMs = settings.testSeconds * 1_000;
    const paths = [...new Set([...rooms.values()].flat())];
    console.error(`${pending.length} mutants; measuring ${paths.length} test files`);
    const { tests, excluded } = await measureTests(paths, { trees, maxMs, signal });
    for (const { path, reason } of excluded) console.error(`${path} is left out: it ${reason}`);
    let count = 0;
    await runMutants(pending, {
      trees,
      plans: plansOf(rooms, tests, { modules, maxMs }),
      signal,
      onResult: (result) => {
        Deno.writeTextFileSync(log, `${JSON.stringify(result)}\n`, { append: true });
        onResult(result);
        console.error(`${++count}/${pending.length} ${progressText(result)}`);
      },
    });
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    return 130;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function progressText({ outcome, durationMs, file, line, mutator }: MutantResult): string {
  return `${outcome} in ${(durationMs / 1_000).toFixed(1)} s: ${file}:${line} ${mutator}`;
}

/** A signal that Ctrl-C and SIGTERM abort. */
function interruptSignal(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const name of names) Deno.addSignalListener(name, abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of names) Deno.removeSignalListener(name, abort);
    },
  };
}
