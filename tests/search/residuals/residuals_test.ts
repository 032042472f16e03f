import { assert, assertEquals } from "@std/assert";
import type { ParameterState } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Scene } from "../../../src/search/arm.ts";
import { residuals, type ResidualsState } from "../../../src/search/residuals/residuals.ts";
import { searchProposer } from "../../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../../src/seeds.ts";
import { assertSameWhenResumed } from "../../../src/testing/same_records.ts";
import { eventsOf, toyRun } from "../../../src/testing/toy_run.ts";
import { valuesEvaluator } from "../../../bench/search/values_evaluator.ts";

const number = (name: string): ParameterState => ({
  ...{ name, kind: "value", type: "number", value: 0 },
  jsonSchema: { type: "number", minimum: -10, maximum: 10 },
});
const parameters = ["a", "b"].map(number);
const inputs = [0, 1, 2, 3];

/** How far the line a·u + b is from 2·u − 7. */
const differenceAt = (values: Readonly<Record<string, unknown>>, u: number) =>
  (Number(values.a) - 2) * u + Number(values.b) + 7;

const judged = (values: Readonly<Record<string, unknown>>, u: number) => {
  const difference = differenceAt(values, u);
  return {
    score: -Math.abs(difference),
    feedback: Math.abs(difference) < 0.01 ? "Right." : difference > 0 ? "Too high." : "Too low.",
  };
};

function trialOf(
  step: number,
  values: Readonly<Record<string, number>>,
  isAccepted = false,
): Trial {
  const all = inputs.map((u) => [`train/${u}`, judged(values, u)] as const);
  return {
    ...{ step, values, score: -1, feedback: "", isAccepted },
    scores: Object.fromEntries(all.map(([name, { score }]) => [name, score])),
    feedbackByExample: Object.fromEntries(all.map(([name, { feedback }]) => [name, feedback])),
  };
}

const random = randomFrom(seedOf(1, "residuals"));
const candidate = () => ({ a: 20 * random() - 10, b: 20 * random() - 10 });
const trials = Array.from({ length: 10 }, (_, step) => trialOf(step, candidate(), step === 0));

const sceneOf = (history: readonly Trial[]): Scene => ({
  ...{ parameters, current: trials[0]!.values, history, isTuned: false, maxGrowth: 0 },
});

const ask = (history: readonly Trial[], state: ResidualsState | null = null) =>
  residuals.ask({ ...sceneOf(history), state, count: 4, random });

Deno.test("residuals finds all numbers at once, a few candidates after the first", async () => {
  const { children } = await ask(trials);
  const found = children.filter(({ values: { a, b } }) =>
    Math.hypot(Number(a) - 2, Number(b) + 7) < 1e-2
  );
  assert(found.length > 0, JSON.stringify(children));
});

Deno.test("residuals proposes values within their schema, and none twice", async () => {
  const far = trials.map((trial) => ({
    ...trial,
    ...trialOf(
      trial.step,
      { a: Number(trial.values.a) / 10, b: Number(trial.values.b) / 10 },
      trial.isAccepted,
    ),
  }));
  const { children } = await ask(far);
  assert(children.length > 0);
  for (const { values } of children) {
    for (const value of Object.values(values)) assert(Math.abs(Number(value)) <= 10);
  }
  assertEquals(new Set(children.map(({ values }) => JSON.stringify(values))).size, children.length);
});

Deno.test("residuals reads the candidates whose feedback is known, beside older ones", async () => {
  const old = Array.from({ length: 30 }, (_each, at) => {
    const { feedbackByExample: _, ...trial } = trialOf(at, candidate());
    return trial;
  });
  const { children } = await ask([...old, ...trials]);
  assertEquals(children, (await ask(trials)).children);
});

Deno.test("residuals is not led away by an example that is too high for all candidates", async () => {
  const lost = trials.map((trial) => ({
    ...trial,
    scores: { ...trial.scores, "train/9": -1 },
    feedbackByExample: { ...trial.feedbackByExample, "train/9": "Too high." },
  }));
  const { children } = await ask(lost);
  assert(
    children.some(({ values: { a, b } }) => Math.hypot(Number(a) - 2, Number(b) + 7) < 0.5),
    JSON.stringify(children),
  );
});

Deno.test("residuals takes part where several examples, words or metrics tell more than one score", () => {
  const plain = ({ feedbackByExample: _, scores, ...trial }: Trial, count: number): Trial => ({
    ...trial,
    scores: Object.fromEntries(Object.entries(scores).slice(0, count)),
  });
  const sizeOf = (history: readonly Trial[]) => residuals.size(sceneOf(history), null);
  assert(sizeOf(trials) > 0);
  assert(sizeOf(trials.map((trial) => plain(trial, 2))) > 0);
  assertEquals(sizeOf(trials.map((trial) => plain(trial, 1))), 0);
  assert(sizeOf(trials.map((trial) => ({ ...plain(trial, 1), metrics: { off: 1 } }))) > 0);
  assertEquals(sizeOf(trials.slice(0, 5)), 0);
});

Deno.test("residuals rests when it learned nothing, longer each time, and wakes when its candidates are better", async () => {
  const blind = trials.map(({ feedbackByExample: _, ...trial }, at) => ({
    ...trial,
    scores: Object.fromEntries(inputs.map((u) => [`train/${u}`, -((at * 0.618) % 1)])),
  }));
  let state: ResidualsState | null = null;
  const pauses: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    const { children, state: after } = await ask(blind, state);
    assertEquals(children, []);
    state = after as ResidualsState; // as: it was asked
    pauses.push(state.pause);
    assertEquals(residuals.size(sceneOf(blind), state), 0);
  }
  assertEquals(pauses, [1, 2, 4, 8, 16, 32, 64, 64]);
  const better = { ...trialOf(11, candidate()), isAccepted: true };
  const woken = residuals.tell(state, [better], sceneOf([...trials, better]));
  assert(residuals.size(sceneOf([...trials, better]), woken) > 0);
});

/** The numbers of a line, from words alone: the score says only whether an output is near. */
const run = (seed: number, isHeard: boolean) => ({
  evaluator: valuesEvaluator({
    parameters,
    examples: inputs.length,
    score: (values, u) => Math.abs(differenceAt(values, u)) < 0.3 ? 0 : -1,
    feedback: (values, u) => isHeard ? judged(values, u).feedback : "",
  }),
  ...{ optimizer: searchProposer(), trainer: "racing", seed, steps: 40, target: 0 } as const,
});

Deno.test("a search finds by words what scores do not show", async () => {
  const seeds = [1, 2, 3, 4, 5];
  const found = async (isHeard: boolean) => {
    const ends = await Promise.all(seeds.map((seed) => toyRun(run(seed, isHeard)).result));
    return ends.filter(({ stopReason }) => stopReason === "target").length;
  };
  const [heard, deaf] = [await found(true), await found(false)];
  assert(heard >= 4 && deaf <= 1, `${heard} of 5 with words, ${deaf} without`);
});

Deno.test("a search that hears words gives the same records when it is resumed", async () => {
  const options = { ...run(1, true), steps: 14 };
  const events = await eventsOf(toyRun(options));
  assert(
    events.some((event) => event.type === "proposed" && event.reasoning?.includes("least squares")),
  );
  await assertSameWhenResumed((varied) => toyRun({ ...options, ...varied }), { cuts: 4 });
});
