/**
 * The built-in trainers by name, and the choice of one.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { minibatch } from "./minibatch.ts";
import { racing } from "./racing.ts";
import type { Trainer } from "./trainer.ts";

const trainers: Readonly<Record<TrainerName, Trainer>> = { minibatch, racing };

/** A built-in trainer. */
export type TrainerName = "minibatch" | "racing";

/** The built-in trainers. */
export const trainerNames = Object.keys(trainers) as readonly TrainerName[]; // as: its own keys

/** Settings that hold for any trainer; the command line may override each. */
export interface TrainingSettings {
  /** Steps of a run. @default 20 */
  readonly steps?: number;
  /** Examples of one step. @default 4, at most the size of the train split */
  readonly batchSize?: number;
  /** Suggestions wanted at one step. @default the optimizer's own */
  readonly proposals?: number;
  /** A candidate must be better by more than this to be accepted. @default 0 */
  readonly threshold?: number;
  /** Ends the run when the best score reaches it. */
  readonly target?: number;
  /** Ends the run after so many steps without a new best. */
  readonly patience?: number;
}

/** Settings of a built-in trainer. */
export interface TrainerSettings extends TrainingSettings {
  /** Which one. @default "minibatch" with a model, "racing" without */
  readonly name?: TrainerName;
}

/** The choice of a trainer: a name, a name with settings, or a trainer of your own (settings may stand beside it). */
export type TrainerChoice = TrainerName | TrainerSettings | (Trainer & TrainingSettings);

/** Whether a choice is a trainer of one's own. */
export function isTrainer(choice: unknown): choice is Trainer & TrainingSettings {
  return typeof choice === "object" && choice !== null && "step" in choice &&
    typeof choice.step === "function";
}

/**
 * The trainer of a name.
 *
 * @throws {UsageError} when there is none of this name
 */
export function createTrainer(name: TrainerName): Trainer {
  return trainers[trainerNamed(name)];
}

/**
 * The name of a trainer that a text gives: for command lines and requests.
 *
 * @throws {UsageError} when it names none
 */
export function trainerNamed(name: string): TrainerName {
  const known = trainerNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `Cannot use "${name}" as a trainer: received none of ${trainerNames.join(", ")}`,
    { advice: "Name one of them, or pass a trainer of your own to optimize()." },
  );
}
