/**
 * Runs an experiment: the cells that have no result yet, then the table and the chart of all.
 *
 * @module
 */
import type { CellOutcome, CellRequest } from "./cell_worker.ts";
import { chartSvg } from "./chart.ts";
import type { Experiment } from "./experiment.ts";
import { fingerprintOf, sourcesOf } from "./fingerprint.ts";
import { libraryVersion } from "./library_version.ts";
import { recordedText, recordingOf } from "./recording.ts";
import { type Cell, readCells, writeResults } from "./results.ts";
import { runCells } from "./run_cells.ts";
import { summaries } from "./summary.ts";
import { tableText } from "./table.ts";

/** Cells at the same time while answers of a model are recorded: they wait for it. */
const parallelRecordings = 8;

/** What is run of an experiment. */
export interface RunExperimentOptions {
  /** @default all */
  readonly methods?: readonly string[];
  /** @default those of each method */
  readonly seeds?: readonly number[];
  /**
   * `record` asks the model where no answer is recorded yet; `replay` runs finished cells again, writes nothing, and compares;
   * `again` runs finished cells again, for a change of the library, which no cell notices.
   *
   * @default recorded answers, and cells without a result
   */
  readonly mode?: "record" | "replay" | "again";
  /** The command, as the results name it. */
  readonly command: string;
  /** Prints a line: the table on standard output, and what goes on on standard error. */
  readonly print: (line: string, to: "output" | "progress") => void;
}

/** Runs it. @returns whether every cell could be run, and was repeated */
export async function runExperiment(
  folder: URL,
  { methods: wanted, seeds, mode, command, print }: RunExperimentOptions,
): Promise<boolean> {
  const module = new URL("experiment.ts", folder).href;
  const experiment: Experiment = (await import(module)).default;
  const { methods, unit, axis, points } = experiment;
  const say = (line: string) => print(line, "progress");
  for (const name of wanted ?? []) requireMethod(name, experiment);

  const sources = await sourcesOf(folder, experiment);
  const fingerprint = (run: Pick<Cell, "method" | "seed">) =>
    fingerprintOf(run, { folder, experiment, sources });
  const version = await libraryVersion();
  const path = new URL("results.json", folder);
  const known = new Map<string, Cell>();
  const stale = new Map<string, Cell>();
  for (const cell of await readCells(path)) {
    if (methods[cell.method] === undefined) continue;
    const isFresh = cell.fingerprint === await fingerprint(cell);
    (isFresh ? known : stale).set(keyOf(cell), cell);
  }

  const requests: CellRequest[] = [];
  const unanswered = new Set<string>();
  for (const method of wanted ?? Object.keys(methods)) {
    const { needsModel, seeds: own = experiment.seeds } = methods[method]!; // !: checked above
    for (const seed of seeds ?? own) {
      const file = recordingOf(folder, { method, seed });
      const isRecording = needsModel && mode === "record";
      const cell = known.get(keyOf({ method, seed }));
      if (needsModel && !isRecording && await recordedText(file) === null) {
        unanswered.add(method);
      } else if (
        cell === undefined
          ? mode !== "replay"
          : mode === "replay" || mode === "again" || isRecording && cell.incomplete !== undefined
      ) {
        const answers = needsModel ? { path: file, isRecording } : null;
        requests.push({ module, method, seed, answers });
      }
    }
  }
  const again = requests.filter((request) => stale.has(keyOf(request))).length;
  if (again > 0) say(`${again} results are of other sources or recordings: they are run again.`);
  let isWhole = true;
  const ended: Promise<void>[] = [];
  const parallel = mode === "record" ? parallelRecordings : navigator.hardwareConcurrency;
  await runCells(requests, {
    parallel,
    onEnd: (request, outcome) => void ended.push(end(request, outcome)),
  });
  await Promise.all(ended);

  async function end(request: CellRequest, outcome: CellOutcome): Promise<void> {
    const { method, seed } = request;
    if (outcome.kind === "failed") {
      isWhole = false;
      return say(`${method}, seed ${seed}: failed. ${outcome.message}`);
    }
    const { run, seconds } = outcome;
    const made = { fingerprint: await fingerprint(request), version };
    const cell: Cell = { method, seed, ...run, seconds, ...made };
    const last = cell.values.at(-1);
    say(`${method}, seed ${seed}: ${cell.incomplete ?? last} (${seconds} s)`);
    if (mode === "replay") {
      const isSame = figuresOf(cell) === figuresOf(known.get(keyOf(cell))!); // !: it is repeated
      if (!isSame) say(`${method}, seed ${seed}: differs from results.json`);
      isWhole &&= isSame;
      return;
    }
    stale.delete(keyOf(cell));
    known.set(keyOf(cell), cell);
    const cells = inOrder([...known.values(), ...stale.values()], experiment);
    writeResults(path, { command, unit, axis, points, cells });
  }

  if (stale.size > 0) say(`${stale.size} results of other sources are left out below.`);
  const figures = summaries(inOrder([...known.values()], experiment), points);
  print(tableText(figures, { unit, axis, points, needModel: [...unanswered] }), "output");
  if (mode !== "replay" && figures.some(({ seeds }) => seeds > 0)) {
    await Deno.writeTextFile(new URL("chart.svg", folder), chartSvg(experiment, figures));
  }
  return isWhole;
}

function requireMethod(name: string, { methods }: Experiment): void {
  if (methods[name] !== undefined) return;
  throw new TypeError(
    `Cannot run "${name}" as a method: received none of ${Object.keys(methods).join(", ")}`,
  );
}

function keyOf({ method, seed }: { readonly method: string; readonly seed: number }): string {
  return JSON.stringify([method, seed]);
}

/** What a repetition must have too: all but the times and the origin. */
function figuresOf({ seconds: _time, fingerprint: _made, version: _by, ...figures }: Cell): string {
  return JSON.stringify(figures);
}

/** By method, as the experiment lists them, then by seed. */
function inOrder(cells: readonly Cell[], { methods }: Experiment): readonly Cell[] {
  const names = Object.keys(methods);
  return cells.toSorted((one, other) =>
    names.indexOf(one.method) - names.indexOf(other.method) || one.seed - other.seed
  );
}
