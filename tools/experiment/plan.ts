/**
 * Which runs of an experiment are to be made.
 *
 * @module
 */
import type { CellRequest } from "./cell_worker.ts";
import type { Experiment } from "./experiment.ts";
import { recordedText, recordingOf } from "./recording.ts";
import { type Cell, isSameCell } from "./results.ts";

/**
 * What is done with runs that have a result: `record` goes on with incomplete ones, `replay` and `again` make all anew.
 * Undefined leaves them as they are.
 */
export type Mode = "record" | "replay" | "again" | undefined;

/** What is wanted of an experiment. */
export interface Wish {
  /** @default all */
  readonly methods?: readonly string[];
  /** @default those of each method */
  readonly seeds?: readonly number[];
  readonly mode?: Mode;
}

/** The runs to make. */
export interface Plan {
  readonly requests: readonly CellRequest[];
  /** Methods with runs that have neither a recording nor a model. */
  readonly needModel: readonly string[];
}

/**
 * Plans the runs. A replay makes those that have a result, and no others.
 *
 * @param cells results that are up to date
 * @throws {TypeError} for a method that the experiment does not have
 */
export async function planOf(
  { folder, experiment }: { readonly folder: URL; readonly experiment: Experiment },
  { methods, seeds, mode }: Wish,
  cells: readonly Cell[],
): Promise<Plan> {
  const module = new URL("experiment.ts", folder).href;
  const requests: CellRequest[] = [];
  const needModel = new Set<string>();
  for (const method of methods ?? Object.keys(experiment.methods)) {
    const { needsModel, seeds: own = experiment.seeds } = methodNamed(method, experiment);
    for (const seed of seeds ?? own) {
      const path = recordingOf(folder, { method, seed });
      const isRecording = needsModel && mode === "record";
      const cell = cells.find((each) => isSameCell(each, { method, seed }));
      if (needsModel && !isRecording && await recordedText(path) === null) needModel.add(method);
      else if (isDue(cell, mode)) {
        requests.push({ module, method, seed, answers: needsModel ? { path, isRecording } : null });
      }
    }
  }
  return { requests, needModel: [...needModel] };
}

function isDue(cell: Cell | undefined, mode: Mode): boolean {
  if (cell === undefined) return mode !== "replay";
  return mode === "record" ? cell.incomplete !== undefined : mode !== undefined;
}

function methodNamed(name: string, { methods }: Experiment): Experiment["methods"][string] {
  const method = methods[name];
  if (method !== undefined) return method;
  throw new TypeError(
    `Cannot run "${name}" as a method: expected one of ${Object.keys(methods).join(", ")}`,
  );
}
