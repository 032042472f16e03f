/**
 * The options of a run on the command line, and what they are to the library.
 *
 * @module
 */
import type { RunOptions } from "../run/run_settings.ts";
import { optimizerNamed } from "../optimizer/optimizers.ts";
import { trainerNamed } from "../trainer/trainers.ts";
import type { OptionTable, OptionValues } from "./options.ts";

/** What a new or a resumed run may be told. */
export const runOptionTable = {
  steps: { kind: "integer", value: "N", help: "Steps to take", default: "the task's, or 20" },
  "batch-size": {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Training examples of one step",
    default: "the task's, or 4",
  },
  seed: { kind: "integer", value: "N", help: "Decides everything random", default: "0" },
  concurrency: {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Evaluations at the same time",
    default: "cores, at most 4",
  },
  optimizer: {
    kind: "string",
    value: "NAME",
    help: "What proposes: search, optoprime, opro",
    default: "search; optoprime with a model",
  },
  trainer: {
    kind: "string",
    value: "NAME",
    help: "How candidates meet examples: racing, minibatch",
    default: "racing; minibatch with a model",
  },
  model: {
    kind: "string",
    value: "NAME",
    help: "Language model to ask; also OPTO_MODEL",
    default: "none",
  },
  "base-url": {
    kind: "string",
    value: "URL",
    help: "Server of the model; also OPENAI_BASE_URL",
    default: "OpenAI",
  },
  record: { kind: "string", value: "FILE", help: "Write every model exchange to a file" },
  replay: { kind: "string", value: "FILE", help: "Answer from a recorded file, offline" },
  "budget-calls": { kind: "integer", value: "N", help: "Model calls at most", default: "200" },
  "budget-tokens": { kind: "integer", value: "N", help: "Tokens at most", default: "1000000" },
  "budget-usd": { kind: "number", value: "X", help: "US dollars at most", default: "5" },
  "budget-seconds": { kind: "number", value: "N", help: "Seconds at most", default: "3600" },
  "budget-evaluations": { kind: "integer", value: "N", help: "Evaluations at most" },
  json: { kind: "flag", help: "One event per line on standard output" },
  quiet: { kind: "flag", short: "q", help: "Print only the result" },
} as const satisfies OptionTable;

/** Values of the table. */
export type RunOptionValues = OptionValues<typeof runOptionTable>;

/** What the library is told; only what was given. */
export function toRunOptions(values: RunOptionValues): RunOptions {
  return given({
    steps: values.steps,
    batchSize: values["batch-size"],
    seed: values.seed,
    concurrency: values.concurrency,
    optimizer: values.optimizer === undefined ? undefined : optimizerNamed(values.optimizer),
    trainer: values.trainer === undefined ? undefined : trainerNamed(values.trainer),
    budget: given({
      calls: values["budget-calls"],
      tokens: values["budget-tokens"],
      usd: values["budget-usd"],
      seconds: values["budget-seconds"],
      evaluations: values["budget-evaluations"],
    }),
  });
}

/** A record without its undefined fields. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(record: T): Given<T> {
  // as: only undefined fields are left out
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}
