/**
 * A whole run whose optimizer proposes given sources.
 *
 * @module
 */
import {
  defineTask,
  optimize,
  type Proposer,
  type RunEvent,
  type Task,
  trainable,
} from "../../../mod.ts";
import { readEventLog } from "../../../src/trainer/event_log.ts";
import { startSource } from "./mutated_source.ts";

/** Sources proposed in one step. */
const perStep = 50;

const reaching = defineTask({
  name: "reaching",
  agent: () =>
    trainable(function reach(n: number): number {
      return n;
    }, { source: startSource }),
  examples: { train: [1, 2].map((n) => ({ input: n, expected: n + 6 })) },
  guide: ({ expected }, output) =>
    output instanceof Error || !Number.isFinite(output) ? -100 : -Math.abs(output - expected),
  sandbox: { timeoutMs: 100 },
});

/** A run by sources. */
export interface SourcedRun {
  readonly events: readonly RunEvent[];
  /** Sources that were evaluated, and those that were refused. */
  readonly accepted: number;
  readonly refused: number;
  /** Deviations from the plan: no source may end a run, or go without a result. */
  readonly faults: readonly string[];
}

/** Where and how to run. */
export interface SourcedRunOptions {
  readonly runDir: string;
  /** Called with the run itself, to measure it. @default calls it */
  readonly measure?: (run: () => Promise<void>) => Promise<void>;
}

/** Runs the task until every source was proposed once. */
export async function runBySources(
  sources: readonly string[],
  { runDir, measure = (run) => run() }: SourcedRunOptions,
): Promise<SourcedRun> {
  let used = 0;
  const proposer: Proposer = {
    name: "mutants",
    suggestionCount: () => perStep,
    propose: (_problem, { count }) => {
      const proposals = sources.slice(used, used += count).map((reach) => ({
        kind: "suggestion" as const,
        values: { reach },
        reasoning: "mutated",
      }));
      return Promise.resolve({ kind: "several", proposals });
    },
  };
  const faults: string[] = [];
  const steps = Math.ceil(sources.length / perStep);
  await measure(async () => {
    const run = optimize(reaching as unknown as Task, { // as: a task of its own input and output
      optimizer: { ...proposer, repairs: 0 },
      runDir,
      seed: 1,
      steps,
      batchSize: 2,
      budget: { evaluations: 4 * sources.length + 100 },
    });
    try {
      for await (const _ of run); // events that nobody reads are kept
      const { stopReason } = await run.result;
      if (stopReason !== "steps") faults.push(`it ended by ${stopReason}`);
    } catch (error) {
      faults.push(`a source before ${used} ended the run: ${error}`);
    }
  });
  const events = readEventLog(`${runDir}/events.jsonl`);
  const proposed = events.filter((event) => event.type === "proposed");
  const refused = proposed.filter(({ rejections }) => rejections.length > 0);
  const accepted = proposed.filter(({ changes }) => changes !== undefined);
  if (proposed.length !== sources.length) {
    faults.push(`${proposed.length} of ${sources.length} sources had a result`);
  }
  for (const { step, rejections } of refused) {
    if (rejections.some(({ reason }) => reason === "")) faults.push(`step ${step}: no reason`);
  }
  if (events.at(-1)?.type !== "finished") faults.push("the log has no end");
  return { events, faults, accepted: accepted.length, refused: refused.length };
}
