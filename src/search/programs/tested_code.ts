/**
 * Tells where the examples of a run are tests of code.
 *
 * @module
 */
import type { ProposerWarning } from "../../problem/proposer.ts";
import type { Trial } from "../../problem/trial.ts";
import { meanOf } from "../../propagate/mean.ts";
import type { Scene } from "../arm.ts";

/** The newest trials that are read. */
const newest = 64;

/** Most tests that a candidate should meet all at once. */
const fewTests = 64;

/**
 * Whether each example is a test, or a suite of them, and one was passed: there code is mostly right, and a small change mends it.
 * Where scores are amounts, other ways of search find more.
 */
export function areTests(scene: Scene): boolean {
  const trials = trialsOf(scene);
  return trials.slice(-newest).every(isTested) && trials.some(passesTest);
}

/** The candidates so far; in the first generation the current one. */
export function trialsOf({ history, judged = [], current }: Scene): readonly Trial[] {
  if (history.length > 0 || judged.length === 0) return history;
  const scores = Object.fromEntries(judged.map(({ example, score }) => [example, score]));
  const known = judged.flatMap(({ score }) => score ?? []);
  const score = known.length > 0 ? meanOf(known) : null;
  return [{ step: 0, values: current, score, scores, feedback: "", isAccepted: true }];
}

/** A warning where code is repaired and each candidate meets a few of not many tests first. */
export function testWarning(scene: Scene): ProposerWarning | undefined {
  const { parameters, history, judged = [], isTuned } = scene;
  const isRepaired = !isTuned && parameters.some(({ kind }) => kind === "code") && areTests(scene);
  if (!isRepaired) return undefined;
  const all = history.filter(({ isAccepted }) => isAccepted)
    .reduce((most, { scores }) => Math.max(most, Object.keys(scores).length), 0);
  if (judged.length >= all || all > fewTests) return undefined;
  return {
    code: "few-tests-first",
    message:
      `Each candidate meets ${judged.length} tests first, and is given up where these do not show what it mends.`,
    advice: "Let it meet all tests at once: --batch-size N, or batchSize in the task's trainer.",
  };
}

/** Whether each score is 0 or 1, or the share of a suite that the metrics tell. */
function isTested({ scores, metricsByExample = {} }: Trial): boolean {
  return Object.entries(scores).every(([example, score]) => {
    const { passed, failed } = metricsByExample[example] ?? {};
    const isSuite = passed !== undefined && failed !== undefined &&
      score === passed / (passed + failed);
    return score === null || score === 0 || score === 1 || isSuite;
  });
}

function passesTest({ scores }: Trial): boolean {
  return Object.values(scores).some((score) => score !== null && score > 0);
}
