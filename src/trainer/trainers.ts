/**
 * The names and settings of the built-in trainers, and the choice of a trainer.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { unknownKey } from "../known_keys.ts";
import type { AcceptanceChoice } from "./acceptance.ts";
import type { EvaluationCost } from "./evaluation_cost.ts";
import type { SamplingName } from "./sampling.ts";
import type { Trainer } from "./trainer.ts";

/** The built-in trainers. */
export const trainerNames = [
  "minibatch",
  "racing",
  "pareto",
  "beam",
  "ucb",
  "priority",
  "islands",
  "portfolio",
] as const;

/** A built-in trainer. */
export type TrainerName = typeof trainerNames[number];

/** Settings for any trainer; the command line overrides each. */
export interface TrainingSettings {
  /** Steps per run. @default 20 */
  readonly steps?: number;
  /** Examples per step. @default 4, at most the size of the train split */
  readonly batchSize?: number;
  /** Suggestions per step. @default the optimizer's own */
  readonly proposals?: number;
  /** Improvement that a candidate must exceed to be accepted. @default 0 */
  readonly threshold?: number;
  /**
   * Rule by which a candidate replaces the current one: `better` by a paired test, or by the mean of all train examples;
   * `equal` also when it is not worse there; `always` at once; or a rule of one's own. @default "better"
   */
  readonly accept?: AcceptanceChoice;
  /**
   * Cost of evaluating one example, in model calls. An undecided candidate gets further examples while they cost at
   * most as much as one call: with 0.01 fifty for it and for the current one, with 1 none. 0 is free. `measured` takes it from
   * the clock, once, by the times of the first answer and of the evaluations before it: two runs may differ then.
   * @default 0.01 with a model, 0.1 where the agent has one of its own, 0 without
   */
  readonly evaluationCost?: EvaluationCost;
  /** Evaluations of each example, for a noisy agent or guide; their mean counts. @default 1 */
  readonly samples?: number;
  /**
   * Order of the examples of batches: `shuffled` in each epoch, or `curriculum`: after the first epoch from easy to hard, by
   * the scores of the accepted candidates so far. @default "shuffled"
   */
  readonly sampling?: SamplingName;
  /** Score at which the run ends. */
  readonly target?: number;
  /** Number of steps without a new best after which the run ends. */
  readonly patience?: number;
}

/** Settings of a built-in trainer. */
export interface TrainerSettings extends TrainingSettings {
  /** Its name. @default "minibatch" with a model, "racing" without */
  readonly name?: TrainerName;
}

const settings = Object.keys(
  {
    name: 0,
    steps: 0,
    batchSize: 0,
    proposals: 0,
    threshold: 0,
    accept: 0,
    evaluationCost: 0,
    samples: 0,
    sampling: 0,
    target: 0,
    patience: 0,
  } satisfies Record<keyof TrainerSettings, 0>,
);

/** The first unknown setting in a choice, with the nearest known one; a custom trainer may have members of its own. */
export function unknownTrainerSetting(choice: unknown): string | undefined {
  const isSettings = typeof choice === "object" && choice !== null && !isTrainer(choice);
  return isSettings ? unknownKey(choice, settings) : undefined;
}

/** The choice of a trainer: a name, a name with settings, or a custom trainer (optionally with settings). */
export type TrainerChoice = TrainerName | TrainerSettings | (Trainer & TrainingSettings);

/** Whether a choice is a custom trainer. */
export function isTrainer(choice: unknown): choice is Trainer & TrainingSettings {
  return typeof choice === "object" && choice !== null && "step" in choice &&
    typeof choice.step === "function";
}

/**
 * Parses the name of a trainer from a command line or request.
 *
 * @throws {UsageError} when the name is unknown
 */
export function trainerNamed(name: string): TrainerName {
  const known = trainerNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as a trainer: received none of ${trainerNames.join(", ")}`,
    { advice: "Use one of them, or pass a custom trainer to optimize()." },
  );
}
