/**
 * Settings of a run: from its options, else from the log that is resumed, else from the task, else the defaults.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { OptimizerChoice } from "../optimizer/optimizers.ts";
import type { Budget, EventOf } from "../trainer/event.ts";
import type { TrainerChoice } from "../trainer/trainers.ts";
import { budgetOf } from "./budget.ts";
import type { Strategies } from "./strategies.ts";

/** Options of a run. */
export interface RunOptions {
  /** Decides everything random. @default 0 */
  readonly seed?: number;
  /** Steps to take. @default the task's, else 20 */
  readonly steps?: number;
  /** Examples of one step. @default the task's, else 4 */
  readonly batchSize?: number;
  /** Suggestions wanted at one step. @default the task's, else the optimizer's own */
  readonly proposals?: number;
  /** Evaluations that run at the same time; changes nothing but the time taken. @default one for each core, at most 4 */
  readonly concurrency?: number;
  /** Proposes better values: a name, settings, or a proposer. @default the task's, else "optoprime" with a model, "search" without */
  readonly optimizer?: OptimizerChoice;
  /** Decides which candidates meet which examples: a name, settings, or a trainer. @default the task's, else "minibatch" with a model, "racing" without */
  readonly trainer?: TrainerChoice;
  /** Ends the run when the best score reaches it. @default the task's, else none */
  readonly target?: number;
  /** Ends the run after so many steps without a new best. @default the task's, else none */
  readonly patience?: number;
  /** A candidate must be better by more than this to be accepted. @default the task's, else 0 */
  readonly threshold?: number;
  /** Limits. @default 200 calls, 1,000,000 tokens, $5, 3600 seconds, any number of evaluations */
  readonly budget?: Partial<Budget>;
  /** Directory of the run: its event log, its best values, its report. @default none: nothing is written */
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
  readonly proposals?: number;
  /** Repairs of one suggestion at most; undefined means the default. */
  readonly repairs?: number;
  readonly concurrency: number;
  /** Name of the optimizer. */
  readonly optimizer: string;
  /** Name of the trainer. */
  readonly trainer: string;
  readonly threshold: number;
  readonly target?: number;
  readonly patience?: number;
  readonly budget: Budget;
}

/** The sources of settings. */
export interface SettingsSources {
  readonly options: RunOptions;
  readonly model: LanguageModel | null;
  /** The first event of the log that is resumed. */
  readonly started?: EventOf<"started"> | undefined;
  readonly strategies: Strategies;
}

/** Settings that decide a run's records: a resumed run keeps them. */
const fixed = ["seed", "batchSize", "proposals", "threshold"] as const;

/**
 * Decides the settings.
 *
 * @throws {UsageError} when a value is out of its range, or differs from the run that is resumed
 */
export function runSettings(
  { options, model, started, strategies }: SettingsSources,
): RunSettings {
  const { proposer, trainer: { name: trainerName }, pipeline, training: trainer } = strategies;
  refuseChange({ ...options, optimizer: proposer.name, trainer: trainerName }, started);
  const chosen = { ...started, ...defined(options) };
  const target = chosen.target ?? trainer.target;
  const patience = whole("patience", chosen.patience ?? trainer.patience, 1);
  const proposals = whole("proposals", chosen.proposals ?? trainer.proposals, 1);
  const repairs = whole("repairs", started?.repairs ?? pipeline.repairs, 0);
  return {
    seed: whole("seed", chosen.seed ?? 0, 0),
    steps: whole("steps", chosen.steps ?? trainer.steps ?? 20, 0),
    batchSize: whole("batchSize", chosen.batchSize ?? trainer.batchSize ?? 4, 1),
    concurrency: whole("concurrency", options.concurrency ?? defaultConcurrency(), 1),
    optimizer: proposer.name,
    trainer: trainerName,
    threshold: chosen.threshold ?? trainer.threshold ?? 0,
    ...(proposals === undefined ? {} : { proposals }),
    ...(repairs === undefined ? {} : { repairs }),
    ...(target === undefined ? {} : { target }),
    ...(patience === undefined ? {} : { patience }),
    budget: budgetOf({ ...started?.budget, ...options.budget }, model),
  };
}

function refuseChange(
  options: Omit<RunOptions, "optimizer" | "trainer"> & {
    readonly optimizer: string;
    readonly trainer: string;
  },
  started: EventOf<"started"> | undefined,
): void {
  for (const name of started === undefined ? [] : [...fixed, "optimizer", "trainer"] as const) {
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
