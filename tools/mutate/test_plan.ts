/**
 * Chooses the tests that can notice a mutant, and their order.
 *
 * @module
 */
import { type Modules, resolveRelative } from "../imports.ts";
import { map, roomNamed, testFoldersOf } from "../rooms.ts";
import type { Mutant } from "./mutant.ts";

/** One test file as it runs without a mutant. */
export interface TestFile {
  readonly path: string;
  readonly durationMs: number;
  /** Lines that it runs, by source file; code in other processes is not measured. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Test files in the order in which they run, with the time they take together without a mutant. */
export interface TestSelection {
  readonly files: readonly string[];
  readonly baselineMs: number;
  /** Whether slow test files were left out. */
  readonly isCut: boolean;
}

/** All modules that a module imports, directly or not, the text of modules included. */
export function reachOf(start: string, modules: Modules): Set<string> {
  const reached = new Set<string>([start]);
  for (const path of reached) {
    for (const { specifier } of modules.get(path) ?? []) {
      const target = specifier === "@opto/opto" ? "mod.ts" : resolveRelative(path, specifier);
      if (target !== undefined) reached.add(target);
    }
  }
  return reached;
}

/** Selects tests for mutants, and learns which of them fail most often. */
export class TestPlan {
  readonly #tests: readonly TestFile[];
  readonly #reach: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #maxMs: number;
  readonly #failures = new Map<string, number>();

  /** `maxMs` bounds the time of one selection without a mutant; the quickest files are kept. */
  constructor(tests: readonly TestFile[], modules: Modules, maxMs: number) {
    this.#tests = [...tests].sort((a, b) => a.durationMs - b.durationMs);
    this.#reach = new Map(tests.map(({ path }) => [path, reachOf(path, modules)]));
    this.#maxMs = maxMs;
  }

  /**
   * The test files that run the mutant's line, or else all that reach its file by imports. Files of the sandbox also run
   * in processes that are not measured: all that reach them are selected.
   */
  select(mutant: Pick<Mutant, "file" | "line">): TestSelection {
    const reaching = this.#tests.filter(({ path }) => this.#reach.get(path)?.has(mutant.file));
    const isCovering = ({ lines }: TestFile): boolean => !!lines.get(mutant.file)?.has(mutant.line);
    const covering = reaching.filter(isCovering);
    const isMeasured = covering.length > 0 && !mutant.file.startsWith("sandbox/");
    const { chosen, isCut } = this.#quickest(isMeasured ? covering : reaching);
    const worth = (test: TestFile): number =>
      this.#worth(mutant.file, test) + (isCovering(test) ? 1 : 0);
    chosen.sort((a, b) => worth(b) - worth(a)); // equally good ones stay in the order of their durations
    const baselineMs = chosen.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return { files: chosen.map(({ path }) => path), baselineMs, isCut };
  }

  /** The quickest files that fit the bound together, and one in any case. */
  #quickest(tests: readonly TestFile[]): { chosen: TestFile[]; isCut: boolean } {
    let restMs = this.#maxMs;
    const end = tests.findIndex(({ durationMs }, index) => (restMs -= durationMs) < 0 && index > 0);
    return end < 0
      ? { chosen: [...tests], isCut: false }
      : { chosen: tests.slice(0, end), isCut: true };
  }

  /** Remembers that a test file failed for a mutant of a file. */
  learn(file: string, test: string): void {
    const key = `${file}\n${test}`;
    this.#failures.set(key, (this.#failures.get(key) ?? 0) + 1);
  }

  /** Mutants caught per time. */
  #worth(file: string, { path, durationMs }: TestFile): number {
    return (this.#failures.get(`${file}\n${path}`) ?? 0) / (100 + durationMs);
  }
}

/** The test files of rooms, with those of further folders. */
export function testsOfRooms(
  rooms: ReadonlySet<string>,
  modules: Modules,
  also: readonly string[],
): Map<string, string[]> {
  const isIn = (path: string, folder: string): boolean =>
    path === folder || path.startsWith(`${folder.replace(/\/$/, "")}/`);
  return new Map([...rooms].map((name) => {
    const room = roomNamed(name, map);
    const folders = [...(room ? testFoldersOf(room) : []), ...also];
    const tests = [...modules.keys()].filter((path) =>
      /_test\.tsx?$/.test(path) && folders.some((folder) => isIn(path, folder))
    );
    return [name, tests];
  }));
}

/** One plan for each room. */
export function plansOf(
  rooms: ReadonlyMap<string, readonly string[]>,
  tests: readonly TestFile[],
  { modules, maxMs }: { readonly modules: Modules; readonly maxMs: number },
): Map<string, TestPlan> {
  const plan = (paths: readonly string[]): TestPlan =>
    new TestPlan(tests.filter(({ path }) => paths.includes(path)), modules, maxMs);
  return new Map([...rooms].map(([room, paths]) => [room, plan(paths)]));
}

/** The lines that ran, by file, of a report in lcov's format; paths are made relative to a root. */
export function parseLcov(text: string, root: string): Map<string, Set<number>> {
  const files = new Map<string, Set<number>>();
  let lines = new Set<number>();
  for (const entry of text.split("\n")) {
    if (entry.startsWith("SF:")) {
      const path = entry.slice(3).replace(`${root}/`, "");
      files.set(path, lines = new Set());
    } else if (entry.startsWith("DA:")) {
      const [line = 0, count = 0] = entry.slice(3).split(",").map(Number);
      if (count > 0) lines.add(line);
    }
  }
  return files;
}
