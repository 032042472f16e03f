/**
 * A job: a run that was requested over HTTP. Types only; the server's `job_schema.ts` holds their schemas.
 *
 * @module
 */
import type { OptimizerName } from "../optimizer/optimizers.ts";
import type { Values } from "../problem/problem.ts";
import type { TaskSource } from "../task/task_source.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import type { TrainerName } from "../trainer/trainers.ts";

/** State of a job; `done`, `failed` and `cancelled` are final. */
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

/** Limits of a job's run; an absent one is the default of the library. */
export interface JobBudget {
  /** Paid model calls. */
  readonly calls?: number;
  /** Prompt and completion tokens together. */
  readonly tokens?: number;
  /** US dollars. */
  readonly usd?: number;
  /** Wall seconds. */
  readonly seconds?: number;
  /** Candidates on examples. */
  readonly evaluations?: number;
}

/** Limits of the process of a task that its job brought; an absent one is the server's. */
export interface JobTaskLimits {
  /** Heap, in megabytes, from 16. */
  readonly memoryMb?: number;
  /** Processor time of loading the task, and of one evaluation in its own process, in milliseconds, from 100. */
  readonly processorMs?: number;
}

/** The options that a job may set; the task and the library decide the others. */
export interface JobOptions {
  /** Steps of the trainer, from 1. */
  readonly steps?: number;
  /** Training examples in a step, from 1. */
  readonly batchSize?: number;
  /** Evaluations at the same time, from 1 to what the server allows: its cores, unless the operator sets a limit. */
  readonly concurrency?: number;
  /** Seed of all random numbers, an integer from 0. */
  readonly seed?: number;
  /** Name of a built-in optimizer. */
  readonly optimizer?: OptimizerName;
  /** Name of a built-in trainer. */
  readonly trainer?: TrainerName;
  /** A model that the server offers. @default none is asked */
  readonly model?: string;
  /** The agent's model, one that the server offers. @default `model` */
  readonly agentModel?: string;
  /** Limits of the run. */
  readonly budget?: JobBudget;
  /** Limits of a task that the job brings; at most the server's, and the holder's. */
  readonly taskLimits?: JobTaskLimits;
}

/** A request for a job: it names a registered task, or brings the source of one. */
export interface JobRequest {
  /** Name of a registered task. */
  readonly task?: string;
  /** A task of its own: the text of one module, or several. */
  readonly source?: string | TaskSource;
  /** Name of the job for people. @default that of the task, or "untitled" for a source */
  readonly name?: string;
  /** Options of the run. @default {} */
  readonly options?: JobOptions | undefined;
}

/** Why a job failed. */
export interface JobError {
  /** Code of the error, stable for programs. */
  readonly code: string;
  /** What happened. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly advice?: string;
}

/** One job, as the store keeps it and the endpoint shows it. */
export interface Job {
  /** UUID of the job. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  /** Name of its registered task; null when it brought the source of one. */
  readonly task: string | null;
  /** SHA-256 of the source that it brought, as hexadecimal digits; null for a registered task. */
  readonly sourceHash: string | null;
  /** Id of the holder whose token made it; null on a server without holders. */
  readonly holder: string | null;
  /** The header `traceparent` of its request, to which the spans of its run link; null without one. */
  readonly traceParent: string | null;
  /** The options it was requested with. */
  readonly options: JobOptions;
  /** Where it stands. */
  readonly state: JobState;
  /** How often it was started; more than once when the server stopped meanwhile. */
  readonly attempts: number;
  /** Set when it was cancelled, also while its run still stops. */
  readonly isCancelRequested: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601; null before its first start. */
  readonly startedAt: string | null;
  /** ISO 8601; null before its end. */
  readonly finishedAt: string | null;
  /** The last event of its run; null while it has none. */
  readonly result: FinishedEvent | null;
  /** Set when it failed, and while it is queued and no worker can run it. */
  readonly error: JobError | null;
}

/** The best candidate of a job so far. */
export interface BestCandidate {
  /** The step that made it; 0 for the initial values. */
  readonly step: number;
  /** Its id. */
  readonly candidate: string;
  /** Score on the validation split, or train where there is none; null without a score. */
  readonly score: number | null;
  /** Values by parameter name. */
  readonly parameters: Values;
}

/** Whether the state of a job can no longer change. */
export function isFinal(state: JobState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
