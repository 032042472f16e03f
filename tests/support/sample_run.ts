/**
 * A hand-made run, event by event, for the readers of event logs.
 *
 * @module
 */
import type { RunEvent, Spent } from "../../src/trainer/event.ts";
import { noUsage } from "../../src/model/spending.ts";

/** The code the sample run starts from. */
export const initialCode = `export function priority(item: number, room: number): number {
  // the fuller the bin, the better
  return -(room - item);
}`;

/** The code the sample run ends with. */
export const bestCode = `export function priority(item: number, room: number): number {
  // the fuller the bin, the better
  const left = room - item;
  if (left === 0) return 1;
  return left < 20 ? -left * 3 : -left;
}`;

/** The events of a small run without a model: six steps, an improvement in the second and fourth, a refusal in the third. */
export function sampleRun(options: { readonly hostile?: string } = {}): RunEvent[] {
  const hostile = options.hostile ?? "";
  const best = bestCode + (hostile === "" ? "" : `\n// ${hostile}`);
  const scores = [-210.2, -210.2, -209.6, -209.6, -208.1, -208.1, -208.1];
  const events: RunEvent[] = [{
    type: "started",
    version: 1,
    task: {
      name: `bin packing${hostile}`,
      objective: `Use as few bins as possible.${hostile}`,
      parameters: [
        { name: "priority", kind: "code", type: "code", value: initialCode, entry: "priority" },
        {
          name: "threshold",
          kind: "value",
          type: "number",
          value: 0.5,
          description: `a share${hostile}`,
        },
      ],
      examples: { train: 4, validation: 2, test: 2 },
    },
    taskSource: "examples/quickstart.ts",
    seed: 1,
    optimizer: "search",
    trainer: "search",
    steps: 6,
    batchSize: 4,
    concurrency: 2,
    model: null,
    budget: { calls: null, tokens: null, usd: null, seconds: 60, evaluations: 1000 },
    candidate: "aaaaaaaaaaaa",
    environment: { deno: "2.9.6" },
    at: "2026-11-20T15:00:00.000Z",
  }];
  const evaluated = (
    step: number,
    candidate: string,
    split: "train" | "validation" | "test",
    index: number,
    score: number,
  ): RunEvent => ({
    type: "evaluated",
    step,
    candidate,
    example: { split, index },
    score,
    feedback: `${-score} bins; the lower bound is 205.${hostile}`,
    metrics: { bins: -score, bound: 205 },
    output: `[assignment of 500 items]${hostile}`,
    durationMs: 3,
  });
  for (const index of [0, 1]) {
    events.push(evaluated(0, "aaaaaaaaaaaa", "validation", index, -210.2));
  }
  events.push({
    type: "best",
    step: 0,
    candidate: "aaaaaaaaaaaa",
    score: -210.2,
    parameters: { priority: initialCode, threshold: 0.5 },
  });
  for (let step = 0; step <= 6; step++) {
    if (step > 0) events.push(...stepEvents(step, hostile));
    if (step === 2 || step === 4) {
      const candidate = step === 2 ? "bbbbbbbbbbbb" : "cccccccccccc";
      for (const index of [0, 1]) {
        events.push(evaluated(step, candidate, "validation", index, scores[step] ?? 0));
      }
      events.push({
        type: "best",
        step,
        candidate,
        score: scores[step] ?? null,
        parameters: { priority: best, threshold: 0.55 },
      });
    }
    if (step === 0) continue;
    events.push({
      type: "step",
      step,
      steps: 6,
      current: scores[step] ?? null,
      best: scores[step] ?? null,
      spent: spentAt(step),
    });
  }
  for (const index of [0, 1]) {
    events.push(evaluated(6, "aaaaaaaaaaaa", "test", index, -211));
    events.push(evaluated(6, "cccccccccccc", "test", index, -209));
  }
  events.push({
    type: "finished",
    stopReason: "steps",
    initial: { score: -210.2 },
    best: { score: -208.1, step: 4, parameters: { priority: best, threshold: 0.55 } },
    test: { initial: -211, best: -209 },
    usage: noUsage,
    evaluations: 58,
    seconds: 9.5,
    runDir: "opto-runs/sample",
  });
  return events;
}

function stepEvents(step: number, hostile: string): RunEvent[] {
  const candidate = step === 2
    ? "bbbbbbbbbbbb"
    : step === 4
    ? "cccccccccccc"
    : `dddddddddd0${step}`;
  const isAccepted = step === 2 || step === 4;
  return [
    {
      type: "proposed",
      step,
      proposal: 0,
      attempt: 0,
      outcome: "suggestion",
      candidate,
      parent: "aaaaaaaaaaaa",
      changes: { priority: bestCode + hostile },
      reasoning: `Tighter fits first.${hostile}`,
      rejections: step === 3
        ? [{
          parameter: "priority",
          value: `export function priority( {${hostile}`,
          reason: `The code does not parse.${hostile}`,
          diagnostics: [{
            stage: "syntax",
            message: "Unexpected token",
            line: 1,
            column: 27,
            lineText: `export function priority( {${hostile}`,
          }],
        }]
        : [],
    },
    {
      type: "compared",
      step,
      candidate,
      against: "aaaaaaaaaaaa",
      score: isAccepted ? -208 - step / 10 : -211,
      againstScore: -210.2,
      isAccepted,
      reason: isAccepted ? "better on the same examples" : "not better on the same examples",
    },
  ];
}

function spentAt(step: number): Spent {
  return {
    ...noUsage,
    evaluations: 2 + step * 8,
    seconds: step * 1.5,
  };
}
