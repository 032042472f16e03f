/**
 * `eval`: scores a task on one split, without optimizing.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { closest } from "../../closest.ts";
import type { EvaluateOptions } from "../../run/evaluate_task.ts";
import type { ValueSource } from "../../run/given_values.ts";
import type { Split } from "../../trainer/evaluator.ts";
import { type Command, defineCommand } from "../command.ts";
import type { OptionValues } from "../options.ts";
import { databaseUrl } from "../database_option.ts";
import { modelsOfCommand } from "../model_settings.ts";
import { runOptionTable } from "../run_options.ts";
import { refuseCheck, untrustedLimits, untrustedOptions } from "../untrusted_limits.ts";

const { seed, concurrency, json, quiet } = runOptionTable;
/** Options of the models that agent and guide ask. */
const models = {
  model: {
    ...runOptionTable.model,
    help: "Language model for the agent, where --agent-model is not given",
  },
  "base-url": runOptionTable["base-url"],
  "agent-model": runOptionTable["agent-model"],
  "agent-base-url": runOptionTable["agent-base-url"],
  "model-timeout": runOptionTable["model-timeout"],
  "model-rate": runOptionTable["model-rate"],
  "max-answer-bytes": runOptionTable["max-answer-bytes"],
  price: runOptionTable.price,
  prices: runOptionTable.prices,
  record: runOptionTable.record,
  replay: runOptionTable.replay,
  "budget-calls": { ...runOptionTable["budget-calls"], default: "5000" },
  "budget-tokens": runOptionTable["budget-tokens"],
  "budget-usd": runOptionTable["budget-usd"],
} as const;

const options = {
  run: { kind: "string", value: "DIR", help: "Score the best values of the run in this directory" },
  parameters: {
    kind: "string",
    value: "FILE",
    help: "Score the values in a file, such as RUN/best/parameters.json",
  },
  split: {
    kind: "string",
    value: "SPLIT",
    help: "Part of the data: train, validation, test",
    default: "validation, or train where there is none",
  },
  "min-score": {
    kind: "number",
    value: "X",
    min: -Infinity,
    help: "Exit with 1 when the score is below, or there is none",
  },
  seed: { ...seed, default: "that of --run, or 0" },
  concurrency,
  database: runOptionTable.database,
  "evaluation-timeout": runOptionTable["evaluation-timeout"],
  ...models,
  "budget-seconds": runOptionTable["budget-seconds"],
  "budget-evaluations": runOptionTable["budget-evaluations"],
  check: { kind: "flag", help: "Check the task's types first, as deno check does" },
  ...untrustedOptions,
  json,
  quiet,
} as const;

const details =
  `Scores the values that the task starts with, or those of --run or --parameters. A file may name
some of the parameters; the others keep their initial values. No values are proposed, and no run
directory is written. --json prints the events of the evaluations, then one line with the score.

Exit codes: 0 scored, 1 failed or below --min-score, 2 wrong usage or task, 130 interrupted.`;

/** Scores values of a task. */
export const evalCommand: Command = defineCommand({
  usage: "TASK",
  words: [1, 1],
  details,
  options,
  async run({ words: [taskSource = ""], options: values }, context) {
    const given = evaluateOptions(values);
    const untrusted = await untrustedLimits(values);
    if (values.check) {
      refuseCheck(untrusted);
      const { checkTypes } = await import("../check_types.ts");
      await checkTypes(taskSource);
    }
    const { watchEvaluation } = await import("../watch_evaluation.ts");
    const model = modelsOfCommand(values, { env: context.env, isResumed: false });
    const database = databaseUrl(values.database, context.env);
    const isSpread = database !== undefined;
    return await watchEvaluation(
      { kind: "evaluate", taskSource, untrusted, options: given, model, isSpread },
      {
        database,
        isJson: values.json,
        isQuiet: values.quiet,
        minScore: values["min-score"],
        context,
      },
    );
  },
});

function evaluateOptions(values: OptionValues<typeof options>): EvaluateOptions {
  const { "evaluation-timeout": seconds, "budget-seconds": limit, "budget-evaluations": count } =
    values;
  const { "budget-calls": calls, "budget-tokens": tokens, "budget-usd": usd } = values;
  return {
    source: sourceOf(values),
    split: splitOf(values.split),
    seed: values.seed,
    concurrency: values.concurrency,
    evaluationTimeoutMs: seconds === undefined ? undefined : Math.ceil(seconds * 1000),
    budget: {
      ...(limit === undefined ? {} : { seconds: limit }),
      ...(count === undefined ? {} : { evaluations: count }),
      ...(calls === undefined ? {} : { calls }),
      ...(tokens === undefined ? {} : { tokens }),
      ...(usd === undefined ? {} : { usd }),
    },
  };
}

function sourceOf(
  { run, parameters }: {
    readonly run: string | undefined;
    readonly parameters: string | undefined;
  },
): ValueSource | undefined {
  if (run !== undefined && parameters !== undefined) {
    throw new UsageError("Cannot use --run together with --parameters: both name values", {
      advice: "Leave one of them out.",
    });
  }
  if (run !== undefined) return { kind: "run", runDir: run };
  return parameters === undefined ? undefined : { kind: "parameters", path: parameters };
}

const splits: readonly Split[] = ["train", "validation", "test"];

function splitOf(name: string | undefined): Split | undefined {
  const split = splits.find((split) => split === name);
  if (name === undefined || split !== undefined) return split;
  const near = closest(name, splits);
  throw new UsageError(`Cannot find the split "${name}"`, {
    advice: near === undefined ? `The splits are ${splits.join(", ")}.` : `Did you mean ${near}?`,
  });
}
