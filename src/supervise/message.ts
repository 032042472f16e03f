/**
 * The messages between a supervisor and the process of its task. Types only.
 *
 * @module
 */
import type { ModelRequest } from "../model/language_model.ts";
import type { ModelChoice } from "../model/chosen_model.ts";
import type { PreviewOptions } from "../run/preview_prompt.ts";
import type { EvaluateOptions } from "../run/evaluate_task.ts";
import type { RunOptions } from "../run/run_settings.ts";
import type { Feedback } from "../trace/feedback.ts";
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import type { TaskLimits } from "../untrusted/task_limits.ts";

/** A request to a task process, as plain data; keys of models come by its environment. */
export type TaskRequest =
  | RunTaskRequest
  | EvaluateRequest
  | ServeRequest
  | PreviewRequest
  | DescribeRequest;

/** The task that a request is about. */
export interface TaskOfRequest {
  /** Path or URL of the task's module. */
  readonly taskSource: string;
  /**
   * Limits of a task whose author is not trusted, empty for the defaults: it runs in a process without permissions, and its
   * module is a path. @default the task has the rights of the user
   */
  readonly untrusted?: Partial<TaskLimits> | undefined;
}

/** A run of the task. */
export interface RunTaskRequest extends TaskOfRequest {
  readonly kind: "run";
  /** Options of the run. Optimizer and trainer are built-in ones. */
  readonly options: Omit<RunOptions, "signal" | "taskSource" | "redact">;
  /** Whether a run without `runDir` gets a new directory below `opto-runs`. @default false */
  readonly hasRunDir?: boolean;
  readonly model: ModelOfTask;
  /** The run that is repeated: its log answers for the model and the clock. @default none */
  readonly replayOf?: string;
  /** Whether all events are sent; otherwise `started`, `finished` and the news that there are others. @default true */
  readonly hasEvents?: boolean;
  /** Whether its evaluations are spread over the workers of the database in OPTO_DATABASE. @default false */
  readonly isSpread?: boolean;
  /** The header `traceparent` of the request that asked for it. @default none */
  readonly traceParent?: string | undefined;
}

/** The score of a split. */
export interface EvaluateRequest extends TaskOfRequest {
  readonly kind: "evaluate";
  readonly options: Omit<EvaluateOptions, "models" | "taskSource">;
  /** The models; the agent's, or else the run's, answers the agent. */
  readonly model: ModelOfTask;
  /** As of a run. */
  readonly isSpread?: boolean;
}

/** Evaluations for a run of another process, which the database in OPTO_DATABASE brings. */
export interface ServeRequest {
  readonly kind: "serve";
  /** Path or URL of the task's module. @default the source of the plan, which gets no permission */
  readonly taskSource?: string;
  /** Id of the run, or of another with the same plan. */
  readonly run: string;
  /** Hash of the plan. */
  readonly identity: string;
  /** Id of the worker, which the supervisor keeps alive. */
  readonly worker: string;
  readonly options: {
    /** Batches at the same time. */
    readonly slots: number;
    /** As of the run. */
    readonly evaluationTimeoutMs?: number;
  };
}

/** How serving a run ended. */
export type ServeEnd =
  /** No run with this plan is left. */
  | { readonly kind: "over" }
  /** The worker does not evaluate for this plan, such as with another version of the task. */
  | { readonly kind: "refused"; readonly reason: string };

/** The prompt of a first step. */
export interface PreviewRequest extends TaskOfRequest {
  readonly kind: "preview";
  /** Options of the run. Optimizer and trainer are built-in ones. */
  readonly options: Omit<PreviewOptions, "agentModel" | "judge">;
  /** The models; those of agent and judges alone are asked, and nothing is recorded. */
  readonly model: ModelOfTask;
}

/** Name and description of the task. */
export interface DescribeRequest extends TaskOfRequest {
  readonly kind: "describe";
}

/** The model of a run, before the task is known. */
export interface ModelOfTask
  extends Omit<ModelChoice, "own" | "apiKey" | "model" | "logged" | "agent" | "env"> {
  /** The model that the user names. @default the task's */
  readonly named: string | undefined;
  /** The model of the log of the resumed run; not used when it is the task's own. */
  readonly loggedModel?: string | undefined;
  /** The agent's model that the user names, and its server. @default the task's, else the run's */
  readonly agent?: {
    readonly named?: string | undefined;
    /** As of `NamedAgentModel`. */
    readonly baseUrl?: string | null | undefined;
  };
  /** The agent's model of the log of the resumed run. */
  readonly loggedAgentModel?: string | undefined;
  /** Whether the task's own model is used when none is named. @default true */
  readonly mayBeOwn?: boolean;
}

/** Facts about a loaded task. */
export interface LoadedFacts extends TaskDescription {
  /** Name of the model that is asked, or null. */
  readonly model: string | null;
  /** Name of the agent's model, where one is named. */
  readonly agentModel?: string;
  /** Name of the task's own proposer, if it has one. */
  readonly proposer?: string;
  /** The directory of the run; empty without one. */
  readonly runDir: string;
}

/** The preview of a prompt. */
export interface PreviewResult {
  /** Mean score and metrics of the batch, and its feedback texts. */
  readonly feedback: Feedback;
  /** Number of examples in the batch. */
  readonly examples: number;
  readonly request: ModelRequest;
  /** Name of the model that the task names. */
  readonly taskModel?: string;
  /** Calls of the agent to its model. */
  readonly agentCalls: number;
  /** Calls of judges to their models. */
  readonly judgeCalls: number;
}

/** Name and description of a task. */
export interface TaskDescription {
  readonly name: string;
  readonly description?: string;
}

/** The result of a run without its last event. */
export interface RunSummary {
  readonly summary?: string;
}

/** An error as data. */
export interface ErrorData {
  /** Of the library's errors. */
  readonly code?: string;
  readonly name: string;
  readonly message: string;
  readonly advice?: string;
  readonly stack?: string;
}

/** A message of the process. */
export type TaskMessage =
  /** The thread is free. */
  | { readonly type: "beat" }
  /** There are new events in the log. */
  | { readonly type: "news" }
  | { readonly type: "loaded"; readonly facts: LoadedFacts }
  /** As `loaded`, of a request that starts no run. */
  | { readonly type: "described"; readonly task: TaskDescription }
  /** The run's time counts from now; null: it has no limit. */
  | { readonly type: "begun"; readonly secondsLeft: number | null }
  | { readonly type: "event"; readonly event: RunEvent }
  /** The `finished` event that comes, unless code of the task prevents it. */
  | { readonly type: "ending"; readonly event: FinishedEvent }
  /** The last message. */
  | { readonly type: "result"; readonly result: unknown }
  /** The last message. */
  | { readonly type: "failure"; readonly error: ErrorData };
