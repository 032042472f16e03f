/**
 * Runs cells of an experiment in a worker, one after the other.
 *
 * @module
 */
import "../../src/entry/install_host_services.ts";
import { messageOf } from "../../src/message_of.ts";
import type { Experiment, MethodRun } from "./experiment.ts";
import { modelToRecord, pack, recordedModel } from "./recording.ts";
import type { CellKey } from "./results.ts";

/** The cell to run. */
export interface CellRequest extends CellKey {
  /** URL of the module of the experiment. */
  readonly module: string;
  /** Where the answers of its model come from; null for a method without one. */
  readonly answers: { readonly path: string; readonly isRecording: boolean } | null;
}

/** What came of it. */
export type CellOutcome =
  | { readonly kind: "done"; readonly run: MethodRun; readonly seconds: number }
  | { readonly kind: "failed"; readonly message: string };

/** Runs one cell. */
export async function runCell(request: CellRequest): Promise<CellOutcome> {
  const begin = performance.now();
  try {
    const run = await methodRun(request);
    return { kind: "done", run, seconds: Math.round(performance.now() - begin) / 1000 };
  } catch (error) {
    return { kind: "failed", message: messageOf(error) };
  }
}

async function methodRun({ module, method, seed, answers }: CellRequest): Promise<MethodRun> {
  const { methods, axis, points }: Experiment = (await import(module)).default;
  const chosen = methods[method];
  if (chosen === undefined) throw new TypeError(`Cannot run "${method}": it is no method`);
  const { until = Infinity } = chosen;
  const request = { seed, axis, points: points.filter((point) => point <= until) };
  if (answers === null) return await chosen.run({ ...request, model: null });
  const { path, isRecording } = answers;
  const models = await (isRecording ? modelToRecord : recordedModel)(path);
  const run = await chosen.run({ ...request, model: models.model })
    .finally(() => models[Symbol.asyncDispose]());
  if (isRecording && run.incomplete === undefined) await pack(path);
  return run;
}

/** The scope of a worker; absent where this module is imported otherwise. */
const scope = globalThis as unknown as { // as: the library of types is that of a window
  readonly WorkerGlobalScope?: unknown;
  onmessage: (event: MessageEvent<CellRequest>) => void;
  postMessage(outcome: CellOutcome): void;
};

if (scope.WorkerGlobalScope !== undefined) {
  scope.onmessage = async ({ data }) => scope.postMessage(await runCell(data));
}
