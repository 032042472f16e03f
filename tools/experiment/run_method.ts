/**
 * Runs one method with one seed, and measures what each step ended with.
 *
 * @module
 */
import type { LanguageModel } from "../../src/model/language_model.ts";
import type { Values } from "../../src/problem/problem.ts";
import { evaluateTask } from "../../src/run/evaluate_task.ts";
import { optimize } from "../../src/run/optimize.ts";
import type { Task } from "../../src/task/task.ts";
import { decodeValues } from "../../src/trainer/candidate.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import type { Curve, Experiment } from "./experiment.ts";

/** One run: the name of the method, and the seed. */
export interface MethodRun {
  readonly method: string;
  readonly seed: number;
  /** @default the task's */
  readonly steps?: number;
}

/** Runs a method. @throws {OptoError} when the run fails */
export async function runMethod(
  { task, methods, measure }: Experiment,
  { method, seed, steps: planned }: MethodRun,
  model: LanguageModel,
): Promise<Curve> {
  const optimizer = methods[method];
  if (optimizer === undefined) throw new TypeError(`Cannot run "${method}": it is no method`);
  const run = optimize(task as Task, { // as: whoever runs it has checked it
    seed,
    model,
    optimizer,
    budget: { seconds: 6 * 3600 },
    ...(planned === undefined ? {} : { steps: planned }),
  });
  const { perStep, steps } = valuesPerStep(await Array.fromAsync(run), measure.of);
  const { usage: { calls, promptTokens, completionTokens } } = await run.result;
  const scores = new Map<string, number>();
  const values: number[] = [];
  for (const each of perStep) {
    const key = JSON.stringify(each);
    const score = scores.get(key) ?? await scoreOf(decodeValues(each), { measure, seed });
    scores.set(key, score);
    values.push(score);
  }
  const last = values.at(-1) ?? NaN;
  const padded = [...values, ...Array(Math.max(0, steps + 1 - values.length)).fill(last)];
  return { method, seed, values: padded, calls, promptTokens, completionTokens };
}

async function scoreOf(
  values: Values,
  { measure: { task, split }, seed }: Pick<Experiment, "measure"> & { readonly seed: number },
): Promise<number> {
  const port = { publish() {}, signal: new AbortController().signal };
  const source = { kind: "values", values } as const;
  const { score } = await evaluateTask(task as Task, { source, split, seed }, port); // as: as above
  return score ?? NaN;
}

/** The encoded values at the start and at the end of each step, and the number of planned steps. */
function valuesPerStep(
  events: readonly RunEvent[],
  of: "best" | "current",
): { readonly perStep: readonly Values[]; readonly steps: number } {
  const known = new Map<string, Values>();
  const perStep: Values[] = [];
  let [now, steps]: [Values, number] = [{}, 0];
  for (const event of events) {
    if (event.type === "started") {
      now = Object.fromEntries(event.task.parameters.map(({ name, value }) => [name, value]));
      known.set(event.candidate, now);
      steps = event.steps;
      perStep.push(now);
    } else if (event.type === "proposed" && event.candidate !== undefined) {
      known.set(event.candidate, { ...known.get(event.parent ?? ""), ...event.changes });
    } else if (event.type === "compared" && event.isAccepted && of === "current") {
      now = known.get(event.candidate) ?? now;
    } else if (event.type === "best" && of === "best") {
      now = event.parameters;
    } else if (event.type === "step") {
      perStep.push(now);
    }
  }
  return { perStep, steps };
}
