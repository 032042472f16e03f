/**
 * Changes the code of rooms in small ways, and lists the changes that no test notices.
 *
 * StrykerJS works with Deno by its command runner, but it runs all tests for each mutant, keeps nothing when it is
 * killed, and switches mutants by a global that code in the sandbox cannot see. So this is a tool of our own: one
 * mutant at a time in a copy of the tree, and only the test files that run the changed line.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { join } from "@std/path";
import { type Modules, readModules } from "./imports.ts";
import { findMutants } from "./mutate/find_mutants.ts";
import { type Mutant, shortHash } from "./mutate/mutant.ts";
import {
  measureTests,
  type PendingMutant,
  plansOf,
  runMutants,
  type Tree,
} from "./mutate/mutation_run.ts";
import { reportText } from "./mutate/report.ts";
import {
  type MutantResult,
  parseEquivalents,
  parseLog,
  type RunSettings,
} from "./mutate/results.ts";
import { copyTree } from "./mutate/tree_copy.ts";
import { map, roomNamed, roomOf, testFoldersOf } from "./rooms.ts";

const usage = `deno task mutate ROOM… [options]
deno task mutate --resume FILE [options]

ROOM is a room of tools/rooms.ts, or a folder or file of one: trace, src/trainer/ledger.ts

  --sample N         try N mutants of each room, drawn by the seed; all without it
  --seed N           which mutants are drawn, and their order (0)
  --jobs N           mutants at the same time (the number of cores)
  --also FOLDER      tests that run beside those of the room; may be repeated
  --test-seconds N   leave out slow test files, so that the tests of one mutant take at most this long (30)
  --out FILE         the log, one JSON record a line (mutants.log); it must not exist
  --resume FILE      go on with this log and its settings
  --retry            with --resume: try those again that survived
  --report           with --resume: print the report of the log and try nothing
  --list             print the mutants and try nothing

The report is printed at the end; mutants listed in tools/mutants_equivalent.txt do not count.
Exit code: 0 when it is through, 2 for wrong usage, 130 after Ctrl-C.
`;

if (import.meta.main) Deno.exit(await main(Deno.args));

/** What the command line asks for. */
interface Plan {
  readonly settings: RunSettings;
  readonly jobs: number;
  readonly log: string;
  /** Results that still hold, by the mutant's id. */
  readonly known: ReadonlyMap<string, MutantResult>;
  readonly mode: "run" | "report" | "list";
}

async function main(args: readonly string[]): Promise<number> {
  const root = new URL("../", import.meta.url);
  let plan: Plan;
  try {
    plan = await parsePlan(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const equivalents = parseEquivalents(
    await Deno.readTextFile(new URL("tools/mutants_equivalent.txt", root)),
  );
  const modules = await readModules(root, ["src", "sandbox", "tests", "mod.ts"]);
  const all = await findPending(root, modules, plan.settings);
  const results = new Map(
    all.flatMap(({ mutant, fileHash }) => {
      const result = plan.known.get(mutant.id);
      return result?.fileHash === fileHash ? [[mutant.id, result] as const] : [];
    }),
  );
  if (plan.mode === "list") {
    for (const { mutant: { id, file, line, mutator, before, after } } of all) {
      console.log(`${id} ${file}:${line} ${mutator}\n  - ${before}\n  + ${after}`);
    }
    return 0;
  }
  const pending = all.filter(({ mutant: { id } }) => !results.has(id) && !equivalents.has(id));
  const exitCode = plan.mode === "report"
    ? 0
    : await runAll(pending, { root, modules, plan, onResult: (one) => results.set(one.id, one) });
  console.log(reportText([...results.values()], equivalents));
  const untried =
    all.filter(({ mutant: { id } }) => !results.has(id) && equivalents.has(id)).length;
  console.log(`${all.length} mutants, ${results.size} tried, ${untried} judged equivalent before`);
  if (exitCode !== 0) console.log(`Go on with: deno task mutate --resume ${plan.log}`);
  return exitCode;
}

async function parsePlan(args: readonly string[]): Promise<Plan> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: "string" },
      seed: { type: "string", default: "0" },
      jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
      also: { type: "string", multiple: true, default: [] },
      "test-seconds": { type: "string", default: "30" },
      out: { type: "string", default: "mutants.log" },
      resume: { type: "string" },
      retry: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
    },
  });
  const jobs = wholeNumber("jobs", values.jobs, 1);
  const mode = values.report ? "report" : values.list ? "list" : "run";
  if (values.resume !== undefined) {
    const { settings, results } = parseLog(await Deno.readTextFile(values.resume));
    const known = new Map(
      [...results].filter(([, { outcome }]) =>
        !values.retry || outcome === "caught" || outcome === "timeout"
      ),
    );
    return { settings, jobs, log: values.resume, known, mode };
  }
  if (positionals.length === 0) throw new TypeError("Cannot mutate nothing: name a room");
  const settings: RunSettings = {
    type: "run",
    rooms: positionals,
    also: values.also,
    sample: values.sample === undefined ? null : wholeNumber("sample", values.sample, 1),
    seed: wholeNumber("seed", values.seed, 0),
    testSeconds: wholeNumber("test-seconds", values["test-seconds"], 1),
  };
  if (mode === "run") {
    await Deno.writeTextFile(values.out, `${JSON.stringify(settings)}\n`, { createNew: true });
  }
  return { settings, jobs, log: values.out, known: new Map(), mode };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`Cannot use "${text}" as --${name}: give a whole number from ${least}`);
}

/** The mutants of all rooms that were asked for, in the order in which they are tried. */
async function findPending(
  root: URL,
  modules: Modules,
  settings: RunSettings,
): Promise<PendingMutant[]> {
  const found: PendingMutant[] = [];
  for (const name of settings.rooms) {
    const room = roomNamed(name, map);
    const files = [...modules.keys()].filter((file) =>
      room
        ? roomOf(file, map) === room
        : file === name || file.startsWith(`${name.replace(/\/$/, "")}/`)
    );
    if (files.length === 0) {
      throw new TypeError(`Cannot find "${name}" as a room or a folder of one`);
    }
    const inRoom = (await Promise.all(files.map((file) => mutantsOf(root, file)))).flat();
    found.push(...(await drawn(inRoom, settings)));
  }
  return found;
}

async function mutantsOf(root: URL, file: string): Promise<PendingMutant[]> {
  const text = await Deno.readTextFile(new URL(file, root));
  const fileHash = await shortHash(text);
  const mutants = await findMutants(file, roomOf(file, map)?.name ?? file, text);
  return mutants.map((mutant) => ({ mutant, text, fileHash }));
}

/** A random order that depends on seed and ids alone, so that edits elsewhere leave it as it is. */
async function drawn(
  mutants: readonly PendingMutant[],
  { sample, seed }: RunSettings,
): Promise<PendingMutant[]> {
  const keyOf = async (
    one: PendingMutant,
  ): Promise<readonly [string, PendingMutant]> => [
    await shortHash(`${seed} ${one.mutant.id}`),
    one,
  ];
  const keyed = await Promise.all(mutants.map(keyOf));
  keyed.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return keyed.slice(0, sample ?? keyed.length).map(([, one]) => one);
}

/** What `runAll` needs besides the mutants. */
interface RunAllOptions {
  readonly root: URL;
  readonly modules: Modules;
  readonly plan: Plan;
  readonly onResult: (result: MutantResult) => void;
}

/** Tries all mutants and logs each result. @returns the exit code */
async function runAll(
  pending: readonly PendingMutant[],
  { root, modules, plan: { settings, jobs, log }, onResult }: RunAllOptions,
): Promise<number> {
  using interrupt = interruptSignal();
  const { signal } = interrupt;
  const folder = await Deno.makeTempDir({ prefix: "opto-mutate-" });
  try {
    const trees = await makeTrees(root, folder, Math.min(jobs, Math.max(1, pending.length)));
    const rooms = testsOfRooms(pending.map(({ mutant }) => mutant), modules, settings.also);
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

/** Copies of the tree, each with temporary files and a cache of sandbox texts of its own. */
async function makeTrees(root: URL, folder: string, count: number): Promise<Tree[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  return Promise.all(Array.from({ length: count }, async (_, index) => {
    const home = join(folder, String(index));
    const path = join(home, "tree");
    const temporary = join(home, "tmp");
    await copyTree(decodeURIComponent(root.pathname), path);
    await Deno.mkdir(temporary);
    const env = { DENO_DIR: denoDir, TMPDIR: temporary, XDG_CACHE_HOME: join(home, "cache") };
    return { path: await Deno.realPath(path), env };
  }));
}

/** The test files of each room that mutants are in. */
function testsOfRooms(
  mutants: readonly Mutant[],
  modules: Modules,
  also: readonly string[],
): Map<string, string[]> {
  const isIn = (path: string, folder: string): boolean =>
    path === folder || path.startsWith(`${folder.replace(/\/$/, "")}/`);
  return new Map([...new Set(mutants.map(({ room }) => room))].map((name) => {
    const room = roomNamed(name, map);
    const folders = [...(room ? testFoldersOf(room) : []), ...also];
    const tests = [...modules.keys()].filter((path) =>
      /_test\.tsx?$/.test(path) && folders.some((folder) => isIn(path, folder))
    );
    return [name, tests];
  }));
}
