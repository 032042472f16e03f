/**
 * The prompt that a trainer would send for a task, made from real evaluations.
 *
 * @module
 */
import { openSandboxPool } from "@opto/opto";
import { candidateOf, taskEvaluator } from "@opto/opto/trainer";
import type { ModelProposerOptions } from "../../src/optimizer/model_proposer.ts";
import type { ModelMessage } from "../../src/model/language_model.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { trialHistory } from "../../src/problem/trial.ts";
import type { Problem, Values } from "../../src/problem/problem.ts";
import { seedOf } from "../../src/seeds.ts";
import type { Task } from "../../src/task/task.ts";
import { problemOf } from "../../src/trainer/problem_of.ts";

/** Some train examples of a task, and values other than the initial ones. */
export interface BatchOptions {
  readonly indices: readonly number[];
  /** @default the initial values */
  readonly values?: Values;
}

/** The problem of a task after a traced evaluation of some train examples. */
export async function problemOfTask<In, Out, Expected>(
  task: Task<In, Out, Expected>,
  { indices, values = {} }: BatchOptions,
): Promise<Problem> {
  await using evaluator = taskEvaluator(task, { runner: await openSandboxPool(), seed: 0 });
  const facts = await evaluator.facts();
  const initial = Object.fromEntries(facts.parameters.map(({ name, value }) => [name, value]));
  const candidate = candidateOf({ ...initial, ...values });
  const reports = await Promise.all(indices.map((index) =>
    evaluator.evaluate({
      candidate,
      example: { split: "train", index },
      seed: seedOf(0, "train", index),
      isTraced: true,
    })
  ));
  const examples = indices.map((index) => ({ split: "train", index }) as const);
  const evaluated = { candidate, reports, examples };
  return problemOf(evaluated as never, { facts, proposer: { needsTrace: true } }); // as: it reads no more
}

/** The text of OptoPrime's prompt for a problem. */
export function promptText(problem: Problem, options: ModelProposerOptions = {}): string {
  return messagesText(
    optoPrimeProposer(options).request!(problem, { history: trialHistory() }).messages, // !: it has one
  );
}

/** Messages, each below its role. */
export function messagesText(messages: readonly ModelMessage[]): string {
  return messages.map(({ role, content }) => `<<< ${role} >>>\n${content}`).join("\n\n") + "\n";
}
