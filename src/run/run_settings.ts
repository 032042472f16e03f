/**
 * How a run goes: what its caller says, else what its log says, else its task, else the defaults.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { OptimizerSettings, TrainerSettings } from "../task/task.ts";
import { algorithmNamed } from "../trainer/algorithms/registry.ts";
import type { Budget, EventOf } from "../trainer/event.ts";
import { budgetOf } from "./budget.ts";

/** What a caller may say of a run. */
export interface RunOptions {
  /** Decides everything random. @default 0 */
  readonly seed?: number;
  /** Steps to take. @default the task's, else 20 */
  readonly steps?: number;
  /** Examples of one step. @default the task's, else 4 */
  readonly batchSize?: number;
  /** Candidates proposed in one step. @default the task's, else the optimizer's own */
  readonly proposals?: number;
  /** Evaluations that run at the same time; changes nothing but the time taken. @default one for each core, at most 4 */
  readonly concurrency?: number;
  /** Who proposes. @default the task's, else "optoprime" with a model, "search" without */
  readonly optimizer?: string;
  /** How candidates meet examples. @default the task's, else "minibatch" with a model, "search" without */
  readonly trainer?: string;
  /** Ends the run when the best score reaches it. @default the task's, else none */
  readonly target?: number;
  /** Ends the run after so many steps without a new best. @default the task's, else none */
  readonly patience?: number;
  /** A candidate is accepted when it is better by more than this. @default 0 */
  readonly threshold?: number;
  /** Limits; what is left out has its default: 200 calls, 1,000,000 tokens, $5, 3600 seconds, any number of evaluations. */
  readonly budget?: Partial<Budget>;
  /** Where the run is kept: its event log, its best values, its report. @default nowhere */
  readonly runDir?: string;
  /** Whether to go on with the run that `runDir` holds. @default false */
  readonly resume?: boolean;
  /** The task's module as its user named it, kept in the log for resuming. */
  readonly taskSource?: string;
  /** Interrupts the run. */
  readonly signal?: AbortSignal;
}

/** Settings with everything decided. */
export interface RunSettings {
  readonly seed: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Undefined leaves it to the optimizer. */
  readonly proposals: number | undefined;
  readonly concurrency: number;
  readonly optimizer: string;
  readonly trainer: string;
  readonly threshold: number;
  readonly target?: number;
  readonly patience?: number;
  readonly budget: Budget;
}

/** What settings are made of. */
export interface SettingsSources {
  readonly options: RunOptions;
  readonly model: LanguageModel | null;
  /** The first event of the log that is resumed. */
  readonly started?: EventOf<"started"> | undefined;
  readonly trainer?: TrainerSettings | undefined;
  readonly optimizer?: OptimizerSettings | undefined;
}

/** What decides a run's records: a resumed run keeps it. */
const fixed = ["seed", "batchSize", "proposals", "optimizer", "trainer"] as const;

/**
 * Decides the settings.
 *
 * @throws {UsageError} when a value is out of its range, or would change what a resumed run has done
 */
export function runSettings(
  { options, model, started, trainer = {}, optimizer = {} }: SettingsSources,
): RunSettings {
  refuseChange(options, started);
  const said = { ...started, ...defined(options) };
  const byModel = <T>(withModel: T, without: T) => model === null ? without : withModel;
  const target = said.target ?? trainer.target;
  const patience = whole("patience", said.patience ?? trainer.patience, 1);
  return {
    seed: whole("seed", said.seed ?? 0, 0),
    steps: whole("steps", said.steps ?? trainer.steps ?? 20, 0),
    batchSize: whole("batchSize", said.batchSize ?? trainer.batchSize ?? 4, 1),
    proposals: whole("proposals", said.proposals ?? trainer.proposals, 1),
    concurrency: whole("concurrency", options.concurrency ?? defaultConcurrency(), 1),
    optimizer: said.optimizer ?? optimizer.name ?? byModel("optoprime", "search"),
    trainer: algorithmNamed(said.trainer ?? trainer.algorithm ?? byModel("minibatch", "search"))
      .name,
    threshold: options.threshold ?? 0,
    ...(target === undefined ? {} : { target }),
    ...(patience === undefined ? {} : { patience }),
    budget: budgetOf({ ...started?.budget, ...options.budget }, model),
  };
}

function refuseChange(options: RunOptions, started: EventOf<"started"> | undefined): void {
  for (const name of started === undefined ? [] : fixed) {
    const before = started?.[name];
    const now = options[name];
    if (now === undefined || now === before) continue;
    throw new UsageError(
      `Cannot resume the run with ${name} "${now}": received "${before}" before`,
      {
        advice: "Leave it out to go on as before, or start a new run.",
      },
    );
  }
}

function defined<T extends object>(record: T): T {
  // as: only undefined fields are left out
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

function whole<Value extends number | undefined>(name: string, value: Value, least: number): Value {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new UsageError(
    `Cannot use "${value}" as ${name}: received no whole number from ${least} upward`,
    { advice: `Give ${name} a whole number, ${least} or more.` },
  );
}

function defaultConcurrency(): number {
  return Math.min(navigator.hardwareConcurrency, 4);
}
