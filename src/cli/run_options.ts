/**
 * The options of a run on the command line, and their translation into options of the library.
 *
 * @module
 */
import { resolve } from "node:path";
import { acceptanceNamed } from "../trainer/acceptance.ts";
import type { CommandOptions, RunEvent } from "../trainer/event.ts";
import type { RunOptions } from "../run/run_settings.ts";
import { answerFormatNamed } from "../optimizer/answer_format.ts";
import { maskIn } from "../optimizer/mask.ts";
import { optimizerNamed } from "../optimizer/optimizers.ts";
import { varietyIn } from "../optimizer/variety.ts";
import { evaluationCostOf } from "../trainer/evaluation_cost.ts";
import { samplingNamed } from "../trainer/sampling.ts";
import { trainerNamed, trainerNames } from "../trainer/trainers.ts";
import { databaseOption } from "./database_option.ts";
import type { OptionTable, OptionValues } from "./options.ts";
import { untrustedOptions } from "./untrusted_limits.ts";

/** Options of new and resumed runs. */
export const runOptionTable = {
  steps: {
    title: "Steps and comparisons",
    kind: "integer",
    value: "N",
    help: "Number of steps",
    default: "the task's, or 20",
  },
  "batch-size": {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Training examples in one step",
    default: "the task's, or 4",
  },
  patience: {
    kind: "integer",
    value: "N",
    min: 1,
    help: "End after so many steps without a new best",
    default: "the task's, or none",
  },
  target: {
    kind: "number",
    value: "SCORE",
    min: -Infinity,
    help: "End when this score is reached",
    default: "the task's, or none",
  },
  threshold: {
    kind: "number",
    value: "X",
    min: -Infinity,
    help: "Improvement that a candidate must exceed",
    default: "the task's, or 0",
  },
  accept: {
    kind: "string",
    value: "RULE",
    help: "When a candidate replaces the current one: better, equal, always",
    default: "the task's, or better",
  },
  "evaluation-cost": {
    kind: "string",
    value: "N",
    help: "Cost of an evaluation in model calls, or measured: how long a comparison goes on",
    default: "the task's, or 0.01; 0.1 with an agent model; 0 without a model",
  },
  samples: {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Evaluations of each example, for a noisy agent or guide",
    default: "the task's, or 1",
  },
  baseline: {
    kind: "string",
    value: "NAME",
    help: "Compare with the built-in search on as many evaluations, after the run: search",
    default: "none",
  },
  sampling: {
    kind: "string",
    value: "ORDER",
    help: "Order of training examples: shuffled, or curriculum (easy ones first)",
    default: "the task's, or shuffled",
  },
  trainer: {
    kind: "string",
    value: "NAME",
    help: `Method that tests candidates: ${trainerNames.join(", ")}`,
    default: "racing; with a model minibatch",
  },
  seed: { kind: "integer", value: "N", help: "Seed of all random choices", default: "0" },
  concurrency: {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Evaluations at the same time",
    default: "number of cores, at most 4; 256 with a database",
  },
  database: {
    ...databaseOption,
    help: "Spread evaluations over the workers of this PostgreSQL database; or set OPTO_DATABASE",
    default: "this machine alone",
  },
  "evaluation-timeout": {
    kind: "number",
    value: "N",
    help: "Longest time of agent or guide on one example, in seconds",
    default: "600",
  },
  optimizer: {
    title: "Proposals",
    kind: "string",
    value: "NAME",
    help: "Method that makes proposals: search, optoprime, opro, textgrad, hybrid",
    default: "search; with a model optoprime",
  },
  proposals: {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Suggestions in one step",
    default: "the task's, or the optimizer's own",
  },
  mask: {
    kind: "string",
    value: "NAMES",
    help: "Sections of prompts to leave out: graph, inside, history, … with commas between them",
    default: "the task's, or none",
  },
  memory: {
    kind: "integer",
    value: "N",
    help: "Whole earlier trials in a prompt, the best and the newest",
    default: "the task's, or 10; with opro 20",
  },
  "max-prompt-tokens": {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Largest prompt, estimated",
    default: "the task's, or 16000",
  },
  "answer-format": {
    kind: "string",
    value: "FORM",
    help: "Form of the model's answers: json, tagged, fenced",
    default: "the task's, or json",
  },
  variety: {
    kind: "string",
    value: "NAMES",
    help: "How several suggestions of a step differ: temperature, views, synthesis",
    default: "the task's, or by chance",
  },
  "tool-rounds": {
    kind: "integer",
    value: "N",
    help: "Rounds before an answer in which the model may try values or look at one",
    default: "the task's, or 0",
  },
  model: {
    title: "Models",
    kind: "string",
    value: "NAME",
    help: "Language model to ask; or set OPTO_MODEL",
    default: "none",
  },
  "base-url": {
    kind: "string",
    value: "URL",
    help: "URL of the model server; or set OPENAI_BASE_URL",
    default: "OpenAI",
  },
  "agent-model": {
    kind: "string",
    value: "NAME",
    help: "Language model that answers ask in the agent; or set OPTO_AGENT_MODEL",
    default: "the task's, or --model",
  },
  "agent-base-url": {
    kind: "string",
    value: "URL",
    help: "URL of the agent's model server",
    default: "--base-url",
  },
  "model-timeout": {
    kind: "number",
    value: "SECONDS",
    help: "Longest time for one answer of the model",
    default: "600",
  },
  "model-rate": {
    kind: "integer",
    value: "N",
    min: 1,
    help: "Calls of each model that may begin in a minute; agent and optimizer are counted apart",
    default: "any number; a server that refuses more is obeyed",
  },
  "max-answer-bytes": {
    kind: "integer",
    value: "N",
    min: 1_000,
    help: "Largest answer of the model; the rest is cut off",
    default: "4194304",
  },
  price: {
    kind: "string",
    value: "IN,OUT",
    help: "Price of --model in dollars per million tokens of prompts and answers",
    default: "that in --prices, or OpenAI's list price on its own server",
  },
  prices: {
    kind: "string",
    value: "FILE",
    help: 'Prices of models: {"NAME": [IN, OUT], …}, in dollars per million tokens',
  },
  record: { kind: "string", value: "FILE", help: "Save all requests to the model and its answers" },
  replay: { kind: "string", value: "FILE", help: "Use the answers of a saved file, offline" },
  "budget-calls": {
    title: "Limits",
    kind: "integer",
    value: "N",
    help: "Largest number of model calls",
    default: "200; 5000 where the agent has a model of its own",
  },
  "budget-tokens": {
    kind: "integer",
    value: "N",
    help: "Largest number of tokens",
    default: "1000000",
  },
  "budget-usd": { kind: "number", value: "X", help: "Largest cost in US dollars", default: "5" },
  "budget-seconds": {
    kind: "number",
    value: "N",
    help: "Longest time in seconds",
    default: "3600",
  },
  "budget-evaluations": { kind: "integer", value: "N", help: "Largest number of evaluations" },
  force: {
    title: "The log and what is shown",
    kind: "flag",
    help: "Resume although task, examples, library or Deno changed; the log says what",
  },
  repair: {
    kind: "flag",
    help: "Resume from the whole lines of a damaged log; a copy of it is kept",
  },
  ...untrustedOptions,
  json: { kind: "flag", help: "Print one JSON event per line" },
  quiet: { kind: "flag", short: "q", help: "Print the result only" },
} as const satisfies OptionTable;

/** Parsed values of the table. */
export type RunOptionValues = OptionValues<typeof runOptionTable>;

/** Options of one start only: a resumed run does not take them from its log. */
const momentary: ReadonlySet<string> = new Set([
  "accept-weak-limits",
  "force",
  "repair",
  "json",
  "quiet",
  "api-key",
  "database", // its URL may hold a password
]);

/** Options that concern a model that is called. */
const modelOptions: ReadonlySet<string> = new Set([
  "model",
  "base-url",
  "model-timeout",
  "model-rate",
  "max-answer-bytes",
  "price",
  "prices",
  "agent-base-url",
]);

/** The options that a resume takes from the log: those given, with files and servers that it finds again. */
export function rememberedOptions(
  values: RunOptionValues,
  { baseUrl }: { readonly baseUrl: string | undefined },
): CommandOptions {
  const { record, replay } = values;
  const open = (url: string | undefined) => url !== undefined && !hasSecret(url) ? url : undefined;
  const found = {
    ...values,
    record: record && resolve(record),
    replay: replay && resolve(replay),
    prices: values.prices && resolve(values.prices),
    "base-url": open(baseUrl),
    "agent-base-url": open(values["agent-base-url"]),
  };
  return Object.fromEntries(
    Object.entries(given(found)).filter(([name]) => name in runOptionTable && !momentary.has(name)),
  ) as CommandOptions; // as: values of the options are texts, numbers and flags
}

/** The options of a resume: those in the log, the latest of each, with those given now in their place. */
export function withRemembered(
  values: RunOptionValues,
  events: Iterable<RunEvent>,
): RunOptionValues {
  let remembered: CommandOptions = {};
  for (const event of events) {
    if (event.type === "started" || event.type === "resumed") {
      remembered = { ...remembered, ...event.commandOptions };
    }
  }
  // Other files, or another model, come with settings of their own.
  const isOther = values.record !== undefined || values.replay !== undefined;
  const kept = Object.entries(remembered).filter(([name]) =>
    !(isOther && (name === "record" || name === "replay")) &&
    !(values.replay !== undefined && modelOptions.has(name))
  );
  return { ...Object.fromEntries(kept), ...given(values) } as RunOptionValues; // as: options of an earlier command
}

/** Whether a URL holds a password. */
function hasSecret(url: string): boolean {
  const { username = "", password = "" } = URL.parse(url) ?? {};
  return username !== "" || password !== "";
}

/** The options that were given, as the library takes them. */
export function toRunOptions(values: RunOptionValues): RunOptions {
  return given({
    steps: values.steps,
    batchSize: values["batch-size"],
    seed: values.seed,
    concurrency: values.concurrency,
    force: values.force,
    repair: values.repair,
    evaluationTimeoutMs: values["evaluation-timeout"] === undefined
      ? undefined
      : Math.ceil(values["evaluation-timeout"] * 1000),
    proposals: values.proposals,
    patience: values.patience,
    target: values.target,
    threshold: values.threshold,
    accept: values.accept === undefined ? undefined : acceptanceNamed(values.accept),
    evaluationCost: values["evaluation-cost"] === undefined
      ? undefined
      : evaluationCostOf(values["evaluation-cost"]),
    samples: values.samples,
    baseline: values.baseline as RunOptions["baseline"], // as: another name is refused where the run starts
    sampling: values.sampling === undefined ? undefined : samplingNamed(values.sampling),
    optimizer: toOptimizer(values),
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

function toOptimizer(values: RunOptionValues): RunOptions["optimizer"] {
  const name = values.optimizer === undefined ? undefined : optimizerNamed(values.optimizer);
  const settings = given({
    maxPromptTokens: values["max-prompt-tokens"],
    mask: values.mask === undefined ? undefined : maskIn(values.mask),
    memorySize: values.memory,
    toolRounds: values["tool-rounds"],
    variety: values.variety === undefined ? undefined : varietyIn(values.variety),
    answerFormat: values["answer-format"] === undefined
      ? undefined
      : answerFormatNamed(values["answer-format"]),
  });
  return Object.keys(settings).length === 0 ? name : given({ name, ...settings });
}

/** A record without its undefined fields. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(record: T): Given<T> {
  // as: only undefined fields are left out
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}
