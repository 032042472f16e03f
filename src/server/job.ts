/**
 * A job: a run that was asked for over HTTP.
 *
 * @module
 */
import type { OptimizerName } from "../optimizer/optimizers.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import type { TrainerName } from "../trainer/trainers.ts";

/** Where a job stands. The last three are final. */
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

/** What a job may set; the task and the library decide the rest. */
export interface JobOptions {
  readonly steps?: number;
  readonly batchSize?: number;
  readonly concurrency?: number;
  readonly seed?: number;
  readonly optimizer?: OptimizerName;
  readonly trainer?: TrainerName;
  /** One of the models the operator allows; none is used otherwise. */
  readonly model?: string;
  readonly budget?: {
    readonly calls?: number;
    readonly tokens?: number;
    readonly usd?: number;
    readonly seconds?: number;
    readonly evaluations?: number;
  };
}

/** Why a job failed. */
export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
}

/** One job, as the store keeps it and the endpoint shows it. */
export interface Job {
  readonly id: string;
  /** Name of a registered task. */
  readonly task: string;
  readonly options: JobOptions;
  readonly state: JobState;
  /** How many times it was started; more than once when the server was stopped meanwhile. */
  readonly attempts: number;
  /** Someone asked to cancel it while it ran. */
  readonly isCancelRequested: boolean;
  /** Wall clock, ISO 8601. */
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** The last event of its run. */
  readonly result: FinishedEvent | null;
  readonly error: JobError | null;
}

/** Whether nothing will happen to the job any more. */
export function isFinal(state: JobState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
