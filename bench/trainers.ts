/**
 * Compares all trainers on small problems, without timing: evaluations, or calls of a scripted model, to a target.
 *
 * `deno run -A bench/trainers.ts [seeds] [problem]` prints the tables of docs/trainers.md. The result depends on the seeds alone.
 * `deno run -A bench/trainers.ts 3 recorded --record` asks the model that OPTO_MODEL, OPENAI_BASE_URL and OPENAI_API_KEY name
 * for the answers to `racing` that are missing.
 *
 * @module
 */
import { ModelError, optimize, type Task } from "@opto/opto";
import household from "../examples/household/task.ts";
import quickstart from "../examples/quickstart.ts";
import push from "../examples/robot/push.ts";
import reach from "../examples/robot/reach.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../src/testing/toy_run.ts";
import type { Run } from "../src/run/run.ts";
import { frontIn, type FrontPoint } from "../src/run/run_front.ts";
import { randomFrom } from "../src/seeds.ts";
import { searchProposer } from "../src/search/search_proposer.ts";
import { type TrainerName, trainerNames } from "../src/trainer/trainers.ts";
import { modelToRecord, pack, recordedModel, recordingOf } from "../tools/experiment/recording.ts";
import { numericEvaluator } from "./trainers/numeric_evaluator.ts";
import { manyPeaks, skills, tradeOff } from "./trainers/problems.ts";
import { askingProposer, middlingModel, randomProposer } from "./trainers/proposers.ts";

const isRecording = Deno.args.includes("--record");
const [count = "5", only = ""] = Deno.args.filter((arg) => arg !== "--record");

/** Seconds of a recorded run: a person may answer for its model. */
const mostSeconds = 6 * 3600;

const seeds = Array.from({ length: Number(count) }, (_, seed) => seed + 1);

/** Numbers of a run, one for each column; infinite for a target that was not reached, NaN where an answer is not recorded. */
type Measure = (run: Run) => Promise<readonly number[]>;

const evaluationsToTarget: Measure = async (run) => {
  const { stopReason, evaluations } = await run.result;
  return [stopReason === "target" ? evaluations : Infinity];
};

const callsToTarget: Measure = async (run) => {
  const result = await run.result.catch(notRecorded);
  if (result === undefined) return [NaN, NaN];
  const { stopReason, usage, evaluations } = result;
  return stopReason === "target" ? [usage.calls, evaluations] : [Infinity, Infinity];
};

function notRecorded(error: unknown): undefined {
  if (!(error instanceof ModelError)) throw error;
}

/** The area that a front dominates, beyond a score of 0 and within a cost of 30. */
const areaOfFront: Measure = async (run) => [area(frontIn(await eventsOf(run)))];

function area(front: readonly FrontPoint[]): number {
  const points = front.map(({ score, metrics }) => ({
    score: score ?? 0,
    cost: metrics.cost ?? 30,
  }))
    .toSorted((one, other) => one.cost - other.cost);
  let [sum, reached] = [0, 0];
  for (const { score, cost } of points) {
    sum += Math.max(0, score - reached) * Math.max(0, 30 - cost);
    reached = Math.max(reached, score);
  }
  return sum;
}

/** A trainer in the comparison; random search is a proposer under `minibatch`. */
type Contender = TrainerName | "random search";

const contenders: readonly Contender[] = ["random search", ...trainerNames];

const random = randomFrom(1);

const instance = () => ({
  input: Array.from({ length: 150 }, () => 20 + Math.floor(random() * 81)),
});

/** The quickstart with fewer and shorter instances, the same for all seeds. */
const packing: typeof quickstart = {
  ...quickstart,
  examples: {
    train: Array.from({ length: 8 }, instance),
    validation: Array.from({ length: 8 }, instance),
  },
};

const strategyOf = (contender: Contender) =>
  contender === "random search"
    ? { trainer: "minibatch" as const, optimizer: randomProposer() }
    : { trainer: contender, optimizer: searchProposer() };

const numericRun = (problem: typeof manyPeaks, options: ToyRunOptions) =>
  toyRun({ evaluator: numericEvaluator(problem), steps: 100_000, batchSize: 4, ...options });

/** A problem of the comparison. */
interface Comparison {
  readonly title: string;
  /** What is measured. */
  readonly columns: readonly string[];
  readonly run: (contender: Contender, seed: number) => Run | Promise<Run>;
  readonly measure: Measure;
  /** Asks a model for the answers to `racing` that are missing. */
  readonly record?: (seed: number) => Promise<void>;
}

const comparisons: readonly Comparison[] = [
  {
    title: "bin packing in code, to a score of 0.941 (at most 1,000 evaluations)",
    columns: ["evaluations"],
    run: (contender, seed) =>
      optimize(packing, {
        ...strategyOf(contender),
        seed,
        proposals: 8,
        steps: 100_000,
        target: 0.941,
        budget: { evaluations: 1_000 },
      }),
    measure: evaluationsToTarget,
  },
  {
    title: "many peaks, to a score of −1 (at most 6,000 evaluations)",
    columns: ["evaluations"],
    run: (contender, seed) =>
      numericRun(manyPeaks, {
        ...strategyOf(contender),
        seed,
        proposals: 8,
        target: -1,
        budget: { evaluations: 6_000 },
      }),
    measure: evaluationsToTarget,
  },
  {
    title: "trade-off of score and cost, after 2,000 evaluations",
    columns: ["area of the front"],
    run: (contender, seed) =>
      numericRun(tradeOff, {
        ...strategyOf(contender),
        seed,
        proposals: 8,
        budget: { evaluations: 2_000 },
      }),
    measure: areaOfFront,
  },
  {
    title: "skills with a scripted model, to a score of 1 (at most 200 calls)",
    columns: ["calls", "evaluations"],
    run: (contender, seed) =>
      numericRun(skills, {
        trainer: contender === "random search" ? "minibatch" : contender,
        optimizer: contender === "random search" ? randomProposer() : askingProposer,
        model: middlingModel(seed, [1, -2, 3, -1, 2, -3]),
        seed,
        target: 1,
        budget: { calls: 200, evaluations: 5_000 },
        evaluationCost: 0.01,
      }),
    measure: callsToTarget,
  },
  recorded(household, "household", "optoprime"),
  recorded(reach, "robot", "reach-optoprime"),
  recorded(push, "robot", "push-optoprime"),
];

/**
 * A task with the answers that a model gave for its experiment, in the run of the same seed; there are three. `racing` asks
 * another first question, and has answers of its own.
 */
function recorded<In, Out, Expected>(
  task: Task<In, Out, Expected>,
  folder: string,
  method: string,
): Comparison {
  const ownMethod = method.replace("optoprime", "racing");
  const ownPath = (seed: number) =>
    recordingOf(new URL(`trainers/${folder}/`, import.meta.url), { method: ownMethod, seed });
  const pathOf = (contender: Contender, seed: number) =>
    contender === "racing"
      ? ownPath(seed)
      : recordingOf(new URL(`../examples/${folder}/`, import.meta.url), { method, seed });
  const limits = { steps: 100, target: 1, budget: { evaluations: 400, seconds: mostSeconds } };
  return {
    title: `${method} (${folder}) with recorded answers, to a score of 1 (at most 400 evaluations)`,
    columns: ["calls", "evaluations"],
    async run(contender, seed) {
      const { model } = await recordedModel(pathOf(contender, seed));
      const strategy = contender === "random search"
        ? strategyOf(contender)
        : { trainer: contender, optimizer: "optoprime" as const, model };
      return optimize(task, { ...strategy, ...limits, seed });
    },
    measure: callsToTarget,
    async record(seed) {
      const { model } = await modelToRecord(ownPath(seed));
      const strategy = { trainer: "racing", optimizer: "optoprime", model } as const;
      const { stopReason } = await optimize(task, { ...strategy, ...limits, seed }).result;
      if (stopReason !== "target") throw new Error(`${ownPath(seed)} ended by ${stopReason}`);
      await pack(ownPath(seed));
    },
  };
}

const number = (value: number) =>
  Number.isNaN(value) ? "?" : value === Infinity ? "–" : String(Number(value.toPrecision(3)));

const chosen = comparisons.filter(({ title }) => title.includes(only));

if (isRecording) {
  await Promise.all(chosen.flatMap(({ record }) => seeds.map((seed) => record?.(seed))));
  Deno.exit();
}

for (const { title, columns, run, measure } of chosen) {
  console.log(`\n${title}\n\n| trainer | ${columns.join(" | ")} | reached |`);
  console.log(`| --- | ${columns.map(() => "---: | ").join("")}---: |`);
  for (const contender of contenders) {
    const runs: (readonly number[])[] = [];
    for (const seed of seeds) runs.push(await measure(await run(contender, seed)));
    const cells = columns.map((_, column) => spreadOf(runs.map((values) => values[column] ?? NaN)));
    const reached = runs.filter(([first]) => Number.isFinite(first)).length;
    console.log(`| ${contender} | ${cells.join(" | ")} | ${reached} of ${runs.length} |`);
  }
}

/** The median, with the least and the greatest. */
function spreadOf(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one === other ? 0 : one - other);
  const [least = NaN, median = NaN, most = NaN] = [0, sorted.length >> 1, sorted.length - 1]
    .map((place) => sorted[place]);
  return `${number(median)} (${number(least)} to ${number(most)})`;
}
