/**
 * Runs with given scores, for readers of event logs.
 *
 * @module
 */
import type { RunEvent } from "../../src/trainer/event.ts";
import type { Score } from "../../src/trainer/scores.ts";
import { meanScore } from "../../src/trainer/scores.ts";
import { noUsage } from "../../src/model/spending.ts";

/** Scores of the start and of the best on the splits of a run; without validation scores train chooses. */
export interface ScoredRun {
  readonly train?: readonly (readonly [Score, Score])[];
  readonly validation?: readonly (readonly [Score, Score])[];
  readonly test?: readonly (readonly [Score, Score])[];
  /** Candidates evaluated on the split that chooses, with the best. @default 1 */
  readonly looks?: number;
  readonly isStartBest?: boolean;
}

/** The events of a finished run with these scores. */
export function scoredRun(run: ScoredRun): RunEvent[] {
  const { train = [], validation = [], test = [], looks = 1, isStartBest = false } = run;
  const [split, chosen] = validation.length > 0
    ? ["validation", validation] as const
    : ["train", train] as const;
  const evaluated = (
    candidate: string,
    split: "train" | "validation" | "test",
    scores: readonly Score[],
  ): RunEvent[] =>
    scores.map((score, index) => ({
      ...{ type: "evaluated", step: 1, candidate, feedback: "", metrics: {}, output: "" },
      ...{ example: { split, index }, score, durationMs: 1 },
    }));
  const pair = (pairs: readonly (readonly [Score, Score])[]) => ({
    initial: pairs.map(([score]) => score),
    best: pairs.map(([, score]) => score),
  });
  const { initial, best } = pair(chosen);
  const tested = pair(test);
  const winner = isStartBest ? "start" : "best";
  return [
    {
      ...{ type: "started", version: 1, seed: 1, optimizer: "search", trainer: "racing", steps: 1 },
      task: {
        ...{ name: "scores", objective: "", parameters: [] },
        examples: { train: train.length, validation: validation.length, test: test.length },
      },
      ...{ batchSize: 1, concurrency: 1, model: null, candidate: "start" },
      budget: { calls: null, tokens: null, usd: null, seconds: null, evaluations: null },
      at: "2026-11-20T15:00:00.000Z",
    },
    ...evaluated("start", split, initial),
    { type: "best", step: 0, candidate: "start", score: meanScore(initial), parameters: {} },
    ...Array.from(
      { length: looks - (isStartBest ? 0 : 1) },
      (_, i) => evaluated(`c${i}`, split, initial),
    ).flat(),
    ...(isStartBest ? [] : [
      ...evaluated("best", split, best),
      { type: "best", step: 1, candidate: "best", score: meanScore(best), parameters: {} } as const,
    ]),
    ...evaluated("start", "test", tested.initial),
    ...evaluated(winner, "test", isStartBest ? [] : tested.best),
    {
      ...{ type: "finished", stopReason: "steps", evaluations: 9, seconds: 1, runDir: "" },
      initial: { score: meanScore(initial) },
      best: { score: meanScore(best), step: 1, parameters: {} },
      test: test.length === 0
        ? null
        : { initial: meanScore(tested.initial), best: meanScore(tested.best) },
      usage: noUsage,
    },
  ];
}
