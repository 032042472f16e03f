/**
 * Runs an experiment: the cells that have no result yet, then the table and the chart of all.
 *
 * @module
 */
import type { CellOutcome, CellRequest } from "./cell_worker.ts";
import { chartSvg } from "./chart.ts";
import type { Experiment } from "./experiment.ts";
import { type FingerprintOf, fingerprintsIn } from "./fingerprint.ts";
import { libraryVersion } from "./library_version.ts";
import { planOf, type Wish } from "./plan.ts";
import { type Cell, isSameCell, keepCell, readCells } from "./results.ts";
import { runCells } from "./run_cells.ts";
import { summaries } from "./summary.ts";
import { tableText } from "./table.ts";

/** Cells at the same time while answers of a model are recorded: they wait for it. */
const parallelRecordings = 8;

/** What is run of an experiment. */
export interface RunExperimentOptions extends Wish {
  /** The command, as the results name it. */
  readonly command: string;
  /** Prints a line: the table on standard output, and what goes on on standard error. */
  readonly print: (line: string, to: "output" | "progress") => void;
}

/** Runs it; a replay writes nothing. @returns whether every run could be made, and in a replay was repeated */
export async function runExperiment(
  folder: URL,
  { command, print, ...wish }: RunExperimentOptions,
): Promise<boolean> {
  const { mode } = wish;
  const experiment: Experiment = (await import(new URL("experiment.ts", folder).href)).default;
  const { unit, axis, points } = experiment;
  const say = (line: string) => print(line, "progress");
  const fingerprintOf = await fingerprintsIn(folder, experiment);
  const version = await libraryVersion();
  const before = await cellsIn(folder, fingerprintOf);
  const { requests, needModel } = await planOf({ folder, experiment }, wish, before.fresh);
  let isWhole = mode !== "replay" || before.stale.length === 0;

  async function end(request: CellRequest, outcome: CellOutcome): Promise<void> {
    const { method, seed } = request;
    const name = `${method}, seed ${seed}`;
    if (outcome.kind === "failed") {
      isWhole = false;
      return say(`${name}: failed. ${outcome.message}`);
    }
    const { run, seconds } = outcome;
    const fingerprint = await fingerprintOf(request);
    const cell: Cell = { method, seed, ...run, seconds, fingerprint, version };
    say(`${name}: ${run.incomplete ?? run.values.at(-1)} (${seconds} s)`);
    if (mode !== "replay") return keepCell(folder, cell, { command, experiment });
    const earlier = before.fresh.find((each) => isSameCell(each, cell))!; // !: it is repeated
    if (figuresOf(cell) === figuresOf(earlier)) return;
    isWhole = false;
    say(`${name}: differs from results.json`);
  }

  const again = requests.filter((each) => before.stale.some((cell) => isSameCell(cell, each)));
  if (again.length > 0) {
    say(`${again.length} results are of other sources or recordings: they are made again.`);
  }
  const parallel = mode === "record" ? parallelRecordings : navigator.hardwareConcurrency;
  await runCells(requests, { parallel, onEnd: end });

  const { fresh, stale } = await cellsIn(folder, fingerprintOf);
  if (stale.length > 0) {
    say(`${stale.length} results of other sources or recordings are left out.`);
  }
  const figures = summaries(fresh.filter(({ method }) => method in experiment.methods), points);
  print(tableText(figures, { unit, axis, points, needModel }), "output");
  if (mode !== "replay" && figures.some(({ seeds }) => seeds > 0)) {
    await Deno.writeTextFile(new URL("chart.svg", folder), chartSvg(experiment, figures));
  }
  return isWhole;
}

/** The results of a folder: those that what is there now made, and others. */
async function cellsIn(
  folder: URL,
  fingerprintOf: FingerprintOf,
): Promise<{ readonly fresh: readonly Cell[]; readonly stale: readonly Cell[] }> {
  const [fresh, stale]: [Cell[], Cell[]] = [[], []];
  for (const cell of readCells(folder)) {
    (cell.fingerprint === await fingerprintOf(cell) ? fresh : stale).push(cell);
  }
  return { fresh, stale };
}

/** What a repetition must have too: all but the times and the origin. */
function figuresOf({ seconds: _time, fingerprint: _made, version: _by, ...figures }: Cell): string {
  return JSON.stringify(figures);
}
