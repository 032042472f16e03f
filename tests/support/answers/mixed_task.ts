/**
 * A task with a parameter of each kind, and whole runs of it by given answers.
 *
 * @module
 */
import {
  defineTask,
  Module,
  optimize,
  parameter,
  type RunEvent,
  type Task,
  trainable,
} from "../../../mod.ts";
import type { LanguageModel } from "../../../src/model/language_model.ts";
import { readEventLog } from "../../../src/trainer/event_log.ts";

/** The source of its function: a constant, a helper, and an entry whose head must stay. */
export const mixedSource = `const step = 1;

function grow(n: number): number {
  let sum = n;
  for (let i = 0; i < 2; i++) sum += step;
  return sum;
}

// FIXED-BLOCK-START head
export function reach(n: number): number {
// FIXED-BLOCK-END
  return grow(n);
}
`;

class Mixed extends Module<number, number> {
  reach = trainable(function reach(n: number): number {
    return n;
  }, { source: mixedSource });
  rate = parameter(1, { name: "rate" });
  words = parameter("plain", { name: "words" });
  list = parameter<unknown[]>([1], { name: "list" });
  table = parameter<Record<string, unknown>>({ a: 1 }, { name: "table" });
  count = parameter(1n, { name: "count" });
  isOn = parameter(true, { name: "isOn" });

  async forward(n: number) {
    const reached = await this.reach(n);
    return this.rate.mul(reached);
  }
}

const mixed = defineTask({
  name: "mixed",
  agent: () => new Mixed(),
  examples: { train: [1, 2].map((n) => ({ input: n, expected: n + 6 })) },
  guide: ({ expected }, output) =>
    output instanceof Error || !Number.isFinite(output) ? -100 : -Math.abs(output - expected),
  sandbox: { timeoutMs: 250 },
});

/** A run by answers of a model. */
export interface AnsweredRun {
  readonly events: readonly RunEvent[];
  /** Deviations from the plan: no answer may end a run, or go without a result. */
  readonly faults: readonly string[];
}

/** Where and how to run. */
export interface AnsweredRunOptions {
  readonly runDir: string;
  readonly seed: number;
  /** Called at the first answer, with a function that resolves at the end of the run. @default calls it */
  readonly measure?: (rest: () => Promise<void>) => Promise<void>;
}

/** Runs the task until all answers are used, each for one call of the model. */
export async function runByAnswers(
  answers: readonly string[],
  { runDir, seed, measure = (rest) => rest() }: AnsweredRunOptions,
): Promise<AnsweredRun> {
  let used = 0;
  let measured: Promise<void> | undefined;
  const end = Promise.withResolvers<void>();
  const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
  const model: LanguageModel = {
    name: "mutants",
    price: { promptUsd: 0, completionUsd: 0 },
    generate: () => {
      measured ??= measure(() => end.promise);
      const text = answers[used++] ?? "";
      return Promise.resolve({ text, finishReason: "stop", usage, model: "mutants" });
    },
  };
  const faults: string[] = [];
  const run = optimize(mixed as unknown as Task, { // as: a task of its own input and output
    model,
    runDir,
    seed,
    steps: answers.length,
    batchSize: 2,
    concurrency: 1,
    budget: { calls: answers.length },
  });
  try {
    for await (const _ of run); // events that nobody reads are kept
    const { stopReason, budget } = await run.result;
    const isPlanned = stopReason === "steps" || (stopReason === "budget" && budget === "calls");
    if (!isPlanned) faults.push(`it ended by ${stopReason}`);
  } catch (error) {
    faults.push(`answer ${used} ended the run: ${error}`);
  }
  end.resolve();
  await measured;
  if (used !== answers.length) faults.push(`${used} answers were used of ${answers.length}`);
  const events = readEventLog(`${runDir}/events.jsonl`);
  const report = await Deno.readTextFile(`${runDir}/report.html`).catch(String);
  if (!report.includes("</html>")) faults.push(`the report is broken: ${report.slice(0, 100)}`);
  return { events, faults: [...faults, ...faultsIn(events, answers.length)] };
}

function faultsIn(events: readonly RunEvent[], answers: number): readonly string[] {
  const faults: string[] = [];
  const exchanges = events.filter(({ type }) => type === "exchange").length;
  if (exchanges !== answers) faults.push(`${exchanges} answers were logged`);
  const proposed = events.filter((event) => event.type === "proposed");
  // The last answer may be followed by a repair that the budget forbids.
  if (proposed.length < answers - 1) faults.push(`${proposed.length} answers had a result`);
  for (const { step, outcome, reason, rejections, changes } of proposed) {
    const isReasoned = rejections.every(({ reason }) => reason !== "");
    const isEmpty = outcome === "suggestion" && rejections.length === 0 && changes === undefined;
    if (!isReasoned || ((outcome === "unusable" || isEmpty) && !reason)) {
      faults.push(`step ${step} has a refusal without a reason`);
    }
  }
  if (events.at(-1)?.type !== "finished") faults.push("the log has no end");
  return faults;
}
