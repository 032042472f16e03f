/**
 * Scores values of a task on one split, without optimizing.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { withShortAnswers } from "../model/answer_limit.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { ModelMeter } from "../model/metered.ts";
import { redactor } from "../model/redact.ts";
import type { Values } from "../problem/problem.ts";
import type { Task } from "../task/task.ts";
import { type Candidate, candidateOf } from "../trainer/candidate.ts";
import { EvaluationModels } from "../trainer/evaluation_models.ts";
import { Evaluations } from "../trainer/evaluations.ts";
import type { Evaluator, Split } from "../trainer/evaluator.ts";
import type { Budget, RunEvent } from "../trainer/event.ts";
import { Journal } from "../trainer/journal.ts";
import { Ledger } from "../trainer/ledger.ts";
import { redactedEvent } from "../trainer/redacted_event.ts";
import { allOf } from "../trainer/sampling.ts";
import { meanScore } from "../trainer/scores.ts";
import { within } from "../trainer/within.ts";
import { budgetOf, callsOfEvaluations } from "./budget.ts";
import { machineClock } from "./clock.ts";
import { Deadline } from "./deadline.ts";
import type { Spread } from "./evaluation_settings.ts";
import { givenValues, type ValueSource, withGiven } from "./given_values.ts";
import { openEvaluator } from "./open_evaluator.ts";
import { defaultConcurrency, whole } from "./run_settings.ts";
import { isFailed, type SplitScore } from "./split_score.ts";

/** What is scored, and its limits. */
export interface EvaluateOptions {
  /** The values. @default those that the task starts with */
  readonly source?: ValueSource | undefined;
  /** @default validation, or train where there is none: the split on which runs choose their best */
  readonly split?: Split | undefined;
  /** @default the seed of the run, or 0 */
  readonly seed?: number | undefined;
  /** Evaluations at the same time. @default number of cores, at most 4 */
  readonly concurrency?: number | undefined;
  /** Longest time of agent or guide on one example, in milliseconds. @default 600,000 */
  readonly evaluationTimeoutMs?: number | undefined;
  /** URL of the task's module. @default unknown */
  readonly taskSource?: string | undefined;
  /** Limits. @default an hour, 5,000 calls, 1,000,000 tokens and, where the price is known, $5 */
  readonly budget?: Partial<Budget>;
  /** The models of agent and judges. @default none answers the agent */
  readonly models?: {
    readonly agent: LanguageModel | null;
    readonly judge: (model: LanguageModel) => LanguageModel;
  };
}

/** Event sink and stop signal. */
export interface EvaluatePort {
  /** Called with `example` and `evaluated` events, as a run has them. */
  readonly publish: (event: RunEvent) => void;
  /** Called when the time begins to count. */
  readonly onBegin?: (secondsLeft: number) => void;
  readonly signal: AbortSignal;
  /** Has evaluations done on other machines too. @default none */
  readonly spread?: Spread | undefined;
}

/**
 * Scores values on every example of a split.
 *
 * @throws {UsageError} when the split is empty, or values do not fit the task
 * @throws {BudgetError} when a limit is reached @throws the signal's reason when it is aborted
 */
export async function evaluateTask(
  task: Task,
  options: EvaluateOptions,
  { publish, onBegin, signal, spread }: EvaluatePort,
): Promise<SplitScore> {
  const given = options.source === undefined ? { values: {} } : givenValues(options.source);
  const seed = options.seed ?? given.seed ?? 0;
  const { agent = null, judge = (model: LanguageModel) => model } = options.models ?? {};
  const concurrency = options.concurrency ?? defaultConcurrency();
  const limits = { calls: callsOfEvaluations, ...options.budget };
  const budget = budgetOf(limits, { model: null, agentModel: agent ?? undefined });
  const ledger = new Ledger({
    maxEvaluations: budget.evaluations,
    clock: () => machineClock.seconds(),
  });
  using deadline = new Deadline(budget.seconds ?? Infinity, budget.seconds);
  onBegin?.(budget.seconds ?? Infinity);
  const either = AbortSignal.any([signal, deadline.signal]);
  const evaluationTimeoutMs = whole("evaluationTimeoutMs", options.evaluationTimeoutMs, 1);
  await using evaluator = openEvaluator(task, {
    options: {
      ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }),
      ...(options.taskSource === undefined ? {} : { taskSource: options.taskSource }),
    },
    settings: { seed, concurrency },
    pipeline: {},
    spread,
  });
  const facts = await within(() => evaluator.facts(), { signal: either });
  const split = options.split ?? (facts.examples.validation > 0 ? "validation" : "train");
  const size = facts.examples[split];
  if (size === 0) {
    throw new UsageError(`Cannot evaluate the split "${split}": the task has no examples in it`, {
      advice: `Name another split: ${nonEmpty(facts.examples).join(", ")}.`,
    });
  }
  const initial = Object.fromEntries(facts.parameters.map(({ name, value }) => [name, value]));
  const candidate = await candidateWith(evaluator, {
    initial,
    given: given.values,
    signal: either,
  });
  const meter = new ModelMeter({ budget });
  const redact = redactor(task.redact);
  const shared = {
    journal: new Journal([]),
    ledger,
    emit: (event: RunEvent) => publish(redactedEvent(event, redact)),
    redact,
  };
  const evaluations = new Evaluations({
    ...shared,
    evaluator,
    seed,
    concurrency,
    isTraced: false,
    models: new EvaluationModels({
      ...shared,
      agent: agent && meter.metered(withShortAnswers(agent)),
      judge: (own) => meter.metered(withShortAnswers(judge(own)), { mayLackPrice: true }),
    }),
  });
  const pairs = allOf(split, size).map((example) => ({ candidate, example }));
  const reports = await evaluations.evaluate(0, pairs, either);
  const { evaluations: _count, seconds, ...usage } = ledger.spent();
  return {
    type: "evaluated",
    split,
    score: meanScore(reports.map(({ score }) => score)),
    examples: size,
    failures: reports.filter(isFailed).length,
    usage,
    seconds,
  };
}

function nonEmpty(examples: Readonly<Record<Split, number>>): readonly string[] {
  return Object.entries(examples).flatMap(([split, size]) => size > 0 ? [split] : []);
}

/** The candidate of the initial values with the given ones in their place. @throws {UsageError} when one is refused */
async function candidateWith(
  evaluator: Evaluator,
  { initial, given, signal }: {
    readonly initial: Values;
    readonly given: Values;
    readonly signal: AbortSignal;
  },
): Promise<Candidate> {
  const candidate = candidateOf(withGiven(initial, given));
  const start = candidateOf(initial);
  if (candidate.id === start.id) return start;
  const { rejections, values } = await evaluator.validate(candidate, Object.keys(given), {
    signal,
  });
  const [first] = rejections;
  if (first === undefined) return candidateOf({ ...candidate.values, ...values });
  throw new UsageError(
    `Cannot evaluate these values: ${
      rejections.map(({ parameter, reason }) => `${parameter}: ${reason}`).join("; ")
    }`,
    { advice: "Give values that fit the task's parameters." },
  );
}
