/**
 * Runs cells of an experiment side by side, each in a worker.
 *
 * @module
 */
import type { CellOutcome, CellRequest } from "./cell_worker.ts";

/** How cells are run. */
export interface RunCellsOptions {
  /** Most cells at the same time. */
  readonly parallel: number;
  /** Called as each cell ends. The next one of its worker waits for it. */
  readonly onEnd: (request: CellRequest, outcome: CellOutcome) => Promise<void>;
}

/** Runs all cells, in their order, as many at a time as are allowed. */
export async function runCells(
  requests: readonly CellRequest[],
  { parallel, onEnd }: RunCellsOptions,
): Promise<void> {
  const waiting = requests.values();
  const lanes = Array.from({ length: Math.min(parallel, requests.length) }, async () => {
    let worker = newWorker();
    for (const request of waiting) {
      const outcome = await outcomeOf(worker, request);
      await onEnd(request, outcome);
      if (outcome.kind === "done") continue;
      worker.terminate(); // a worker that failed may hold what it began
      worker = newWorker();
    }
    worker.terminate();
  });
  await Promise.all(lanes);
}

function newWorker(): Worker {
  return new Worker(new URL("cell_worker.ts", import.meta.url), { type: "module" });
}

function outcomeOf(worker: Worker, request: CellRequest): Promise<CellOutcome> {
  const { promise, resolve } = Promise.withResolvers<CellOutcome>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    resolve({ kind: "failed", message: event.message });
  };
  worker.postMessage(request);
  return promise;
}
