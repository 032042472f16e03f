/**
 * The events of a run. The event log is the source of truth; display, report, resume and replay read it. Types
 * only.
 *
 * @module
 */
import type { ConsoleLine } from "../../sandbox/protocol.ts";
import type { ChildLimit } from "../code/child/enforcement.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { PromptSettings } from "../optimizer/optimizers.ts";
import type { Rejection } from "../problem/proposal.ts";
import type { ModelRequest, ModelResponse, ModelUsage } from "../model/language_model.ts";
import type { ModelRole, ModelSpending, RunUsage } from "../model/spending.ts";
import type { Values } from "../problem/problem.ts";
import type {
  AgentModule,
  ExampleDrawing,
  ExampleRef,
  ReportedFailure,
  TaskFacts,
} from "./evaluator.ts";
import type { EvaluationCost } from "./evaluation_cost.ts";
import type { Note } from "./note.ts";
import type { SamplingName } from "./sampling.ts";

/** Limits of a run; null means no limit. */
export interface Budget {
  /** Paid model calls. */
  readonly calls: number | null;
  /** Prompt and completion tokens together. */
  readonly tokens: number | null;
  /** US dollars. */
  readonly usd: number | null;
  /** Wall time in seconds, including the time before a resume. */
  readonly seconds: number | null;
  /** Evaluations: pairs of a candidate and an example. */
  readonly evaluations: number | null;
}

/** The spending of a run. */
export interface Spent extends RunUsage {
  /** Evaluations: pairs of a candidate and an example. */
  readonly evaluations: number;
  /** Wall time in seconds. */
  readonly seconds: number;
}

/** A relaxed score as the log has it. */
export interface PackedRelaxed {
  /** The score as if no constraint were broken. */
  readonly score: number;
  /** The slacks: base64 of numbers of four bytes each, the smallest byte first. */
  readonly slacks: string;
}

/** The data that leave the machine during a run, and their destination. */
export interface Sends {
  /** Host of the model's server; null where a recording answers, absent where it is not known. */
  readonly host?: string | null;
  /** The same for the questions of the agent, where its model is named. */
  readonly agentHost?: string | null;
  /** The data in prompts of the optimizer, empty where no model proposes, as texts: `the source of 2 parameters`. */
  readonly data: readonly string[];
}

/** The built-in search from the same start as a run, for comparison. */
export interface Baseline {
  /** What proposed. */
  readonly optimizer: "search";
  /** Of its best candidate, on the validation split, or train if there is none. */
  readonly score: number | null;
  /** The same on the test split; null without a test. */
  readonly test: number | null;
  /** Its evaluations: at most those of the run. */
  readonly evaluations: number;
  /** Its own spending, on an agent that asks a model; the run's does not include it. */
  readonly usage: ModelSpending;
}

/** The reason why a run ended. */
export type StopReason = "steps" | "budget" | "target" | "patience" | "interrupted" | "failed";

/** The last event of a run; also the last line of `--json`. */
export interface FinishedEvent {
  /** Tag of this event. */
  readonly type: "finished";
  /** The reason why the run ended. */
  readonly stopReason: StopReason;
  /** On the validation split, or train if there is none. */
  readonly initial: { readonly score: number | null };
  /** The best candidate on that split, and the step that proposed it. */
  readonly best: {
    readonly score: number | null;
    readonly step: number;
    readonly parameters: Values;
  };
  /** The scores of the initial and the best values on the test split; null without a test. */
  readonly test: { readonly initial: number | null; readonly best: number | null } | null;
  /** Spending on models: the total, and the share of optimizer, agent and judge. */
  readonly usage: RunUsage;
  /** Evaluations: pairs of a candidate and an example. */
  readonly evaluations: number;
  /** Wall time in seconds, including the time before a resume; without the baseline. */
  readonly seconds: number;
  /** The result of the baseline; absent where none was asked for, or the run or the baseline did not come to its end. */
  readonly baseline?: Baseline;
  /** The directory of the run; empty without one. */
  readonly runDir: string;
  /** The error of a failed run. */
  readonly error?: { readonly code: string; readonly message: string; readonly advice?: string };
  /** The budget that ended it. */
  readonly budget?: string;
  /** Set when the clock ended it: another run may come further, or not so far. */
  readonly isByClock?: boolean;
}

/** The parts of a run besides its settings, as SHA-256 hashes and versions. */
export interface Fingerprint {
  /** Hash of the task's module. */
  readonly task?: string;
  /** Its file name, for messages. */
  readonly taskFile?: string;
  /** Hashes of the local modules that it imports, by path from its directory. */
  readonly modules?: Readonly<Record<string, string>>;
  /** The other modules that these import, with their versions. */
  readonly packages?: readonly string[];
  /** The caller's own version of the task. */
  readonly version?: string;
  /** Hash of the examples. */
  readonly examples?: string;
  /** Version of this library. */
  readonly library: string;
  /** Version of Deno. */
  readonly deno: string;
  /** Whether it covers the task's code: by its module, or by a version. */
  readonly isVerified: boolean;
}

/** Options of the command line by name, as given. */
export type CommandOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * One event of a run. Events with equal type, step, candidate and example are equal in every repetition, except for
 * times.
 */
export type RunEvent =
  | {
    readonly type: "started";
    readonly version: 1;
    readonly task: TaskFacts;
    /** The task's module, as given by the user; for resume. */
    readonly taskSource?: string;
    readonly seed: number;
    /** Name of the optimizer. */
    readonly optimizer: string;
    /** Name of the trainer. */
    readonly trainer: string;
    readonly steps: number;
    readonly batchSize: number;
    /** Suggestions per step; absent for the optimizer's own number. */
    readonly proposals?: number;
    /** Maximum repairs of one suggestion; absent for the default. */
    readonly repairs?: number;
    /** Improvement that a candidate must exceed to be accepted. @default 0 */
    readonly threshold?: number;
    /** Name of the rule of acceptance; `own` for a rule of one's own. @default "better" */
    readonly accept?: string;
    /** Cost of an evaluation, in model calls. */
    readonly evaluationCost?: EvaluationCost;
    /** Evaluations of each pair of a candidate and an example. @default 1 */
    readonly samples?: number;
    /** What the run is compared with at its end; absent for nothing. */
    readonly baseline?: "search";
    /** Order of the examples of batches. @default "shuffled" */
    readonly sampling?: SamplingName;
    readonly target?: number;
    readonly patience?: number;
    /** Settings of prompts that were given, by name; absent for the optimizer's own. */
    readonly prompts?: PromptSettings;
    readonly concurrency: number;
    readonly model: string | null;
    /** The model that answers `ask` in the agent; absent without one. */
    readonly agentModel?: string;
    /** What prompts to the model contain, and the host that they go to; absent without a model. */
    readonly sends?: Sends;
    readonly budget: Budget;
    readonly candidate: string;
    /** What must be the same when the run is resumed or replayed. */
    readonly fingerprint?: Fingerprint;
    /** The options that it was started with on the command line, for resume. */
    readonly commandOptions?: CommandOptions;
    /** Versions and machine, for the report; never compared. */
    readonly environment?: Readonly<Record<string, string>>;
    /** Limits of child processes that this machine lacks; empty if it enforces all. */
    readonly missingLimits?: readonly ChildLimit[];
    /** Wall clock, ISO 8601. */
    readonly at: string;
  }
  | {
    readonly type: "resumed";
    /** The last finished step. */
    readonly step: number;
    readonly at: string;
    /** Seconds spent before the resume. */
    readonly seconds?: number;
    /** The settings that a resume may change, as in `started`, from now on. */
    readonly settings?: {
      readonly steps: number;
      readonly target?: number;
      readonly patience?: number;
      readonly budget: Budget;
    };
    /** What had changed since the run began, when it was resumed all the same. */
    readonly forced?: readonly string[];
    /** As in `started`, when something had changed. */
    readonly fingerprint?: Fingerprint;
    /** Further options of the command line, for a later resume. */
    readonly commandOptions?: CommandOptions;
    /** As in `started`; the machine may be another. */
    readonly missingLimits?: readonly ChildLimit[];
    /** As in `started`; the server may be another. */
    readonly sends?: Sends;
  }
  /** The data of an example as bounded text, logged once for readers of the log; no proposer gets it. */
  | {
    readonly type: "example";
    readonly example: ExampleRef;
    /** What the agent receives. */
    readonly input: string;
    /** What the guide compares with; absent without one. */
    readonly expected?: string;
  }
  | {
    readonly type: "evaluated";
    readonly step: number;
    readonly candidate: string;
    readonly example: ExampleRef;
    /** Number of the repetition; absent for the first evaluation of the pair. */
    readonly sample?: number;
    readonly score: number | null;
    readonly feedback: string;
    readonly metrics: Readonly<Record<string, number>>;
    /** The score taken apart, where constraints decide it. */
    readonly relaxed?: PackedRelaxed;
    readonly output: string;
    readonly error?: string;
    /** Set for a failed run of the initial values. */
    readonly failure?: ReportedFailure;
    /** Functions whose calls agent or guide did not wait for; set for a run of the initial values. */
    readonly unawaited?: readonly string[];
    readonly feedbackGraph?: FeedbackGraph;
    /** The messages of the run's custom propagator by parameter, encoded; absent without one. */
    readonly messages?: Values;
    /** Arguments of the code parameters' last calls, encoded; once, for the initial candidate. Code is tried on them. */
    readonly inputs?: Values;
    /** Console output of candidate code, bounded. */
    readonly console?: readonly ConsoleLine[];
    /** Set when a time limit or a sandbox crash decided the result: it may differ in another run. */
    readonly isByClock?: boolean;
    readonly durationMs: number;
    /** Seconds of the run so far. */
    readonly seconds?: number;
  }
  /** One answered model call; replay and resume answer from it. */
  | {
    readonly type: "exchange";
    readonly step: number;
    /** The proposal it was made for, and the attempt; see `proposed`. */
    readonly proposal?: number;
    readonly attempt?: number;
    /** The part of the run that asked. @default "optimizer" */
    readonly role?: Exclude<ModelRole, "optimizer">;
    /** The hash of the request; of an agent's or a judge's, with the number of the sample. */
    readonly key: string;
    readonly request: ModelRequest;
    readonly response: ModelResponse;
    /** Wall time of the call with its retries, in milliseconds; not part of a record. */
    readonly durationMs?: number;
    /** Seconds of the run so far. */
    readonly seconds?: number;
  }
  /** A model call begins; `exchange` or `model-trouble` of the kind `failed` follows, unless the run is cut off. Not a record. */
  | {
    readonly type: "asking";
    readonly step: number;
    /** As in `exchange`. */
    readonly proposal?: number;
    readonly attempt?: number;
    /** The part of the run that asks. @default "optimizer" */
    readonly role?: Exclude<ModelRole, "optimizer">;
    /** As in `exchange`, of an agent's or a judge's call. */
    readonly key?: string;
    /** Name of the model. */
    readonly model: string;
  }
  /** A try of a model call that failed: it is retried, or it was the last. */
  | {
    readonly type: "model-trouble";
    readonly step: number;
    readonly kind: "retry" | "failed";
    /** The part of the run that asked. @default "optimizer" */
    readonly role?: Exclude<ModelRole, "optimizer">;
    /** As in `asking`, of an agent's or a judge's call. */
    readonly key?: string;
    readonly reason: string;
    readonly text?: string;
    /** Tokens of the try, where the server counted them: it was paid for, and counts in the spending. */
    readonly usage?: ModelUsage;
  }
  | {
    readonly type: "proposed";
    readonly step: number;
    /** Number of the proposal within the step, from 0. */
    readonly proposal: number;
    /** 0 for the first answer, then the number of the repair. */
    readonly attempt: number;
    readonly outcome: "suggestion" | "nothing" | "unusable";
    /** The candidate it makes, if any. */
    readonly candidate?: string;
    /** Values that differ from the parent. */
    readonly changes?: Values;
    readonly parent?: string;
    readonly reasoning?: string;
    readonly reason?: string;
    /** What was left out or rewritten of a model's answer, so that it could be used. */
    readonly notes?: readonly string[];
    readonly rejections: readonly Rejection[];
    /** Set when a time limit or a sandbox crash decided the result: it may differ in another run. */
    readonly isByClock?: boolean;
    /** Set when its complete validation was left for later; `confirmed` follows if it may be accepted. */
    readonly isProvisional?: boolean;
  }
  /** The complete validation of a provisional candidate. One that fails it is dropped. */
  | {
    readonly type: "confirmed";
    readonly step: number;
    readonly candidate: string;
    readonly isConfirmed: boolean;
    /** Why it was dropped. */
    readonly rejections?: readonly Rejection[];
    /** Set when a time limit or a sandbox crash decided the result: it may differ in another run. */
    readonly isByClock?: boolean;
  }
  /** One ask of the proposer, complete with its repairs. */
  | {
    readonly type: "answered";
    readonly step: number;
    /** Number of its first proposal within the step. */
    readonly proposal: number;
    /** Number of suggestions in the answer. */
    readonly suggestions: number;
    /** Changes of the candidate that the proposer evaluated before it answered, encoded; absent if there were none. */
    readonly tried?: readonly Values[];
    /** The proposer's memory for the next ask, encoded; absent if none is kept. */
    readonly memory?: unknown;
  }
  | {
    readonly type: "compared";
    readonly step: number;
    readonly candidate: string;
    /** The candidate it was compared with, on the same examples. */
    readonly against: string;
    readonly score: number | null;
    readonly againstScore: number | null;
    readonly isAccepted: boolean;
    readonly reason: string;
  }
  /** How a comparison was decided; the decision is in `compared`. */
  | {
    readonly type: "decided";
    readonly step: number;
    readonly candidate: string;
    /** The candidate it was compared with, on the same examples. */
    readonly against: string;
    /** Number of train examples that both were evaluated on. */
    readonly examples: number;
    /** Difference of the means; null when one of them failed on more examples. */
    readonly difference: number | null;
    /** The differences that the test does not refute, at whatever example it is read; null for no bound. */
    readonly interval: { readonly low: number | null; readonly high: number | null };
    /** Variance of a score between samples, the mean over examples of both; absent where each was evaluated once. */
    readonly variance?: number;
    /** Why the comparison ended. */
    readonly reason: string;
  }
  /** A new best on the validation split (or train if there is none). */
  | {
    readonly type: "best";
    readonly step: number;
    readonly candidate: string;
    readonly score: number | null;
    readonly parameters: Values;
    /** Its agent as a standalone module, for `best/`; absent when the evaluator cannot export. */
    readonly agent?: AgentModule;
    /** Drawings of its outputs on the first examples of that split; absent for a task that draws none. */
    readonly drawings?: readonly ExampleDrawing[];
  }
  /**
   * A candidate joins the front: none before it is at least as good in score and declared metrics. Those that it beats in all
   * of them leave.
   */
  | {
    readonly type: "front";
    readonly step: number;
    readonly candidate: string;
    /** On the validation split, or train if there is none. */
    readonly score: number | null;
    /** Means of the declared metrics on that split. */
    readonly metrics: Readonly<Record<string, number>>;
    readonly parameters: Values;
  }
  /** The cost of an evaluation was measured, once in a run; a resumed run keeps it. Not a record: a clock decided it. */
  | {
    readonly type: "measured";
    readonly step: number;
    /** In model calls, at most 1. */
    readonly evaluationCost: number;
    /** Mean wall time of an evaluation until then, in milliseconds. */
    readonly evaluationMs: number;
    /** Mean wall time of a model call until then, in milliseconds. */
    readonly callMs: number;
  }
  /** The end of a step. */
  | {
    readonly type: "step";
    readonly step: number;
    readonly steps: number;
    readonly current: number | null;
    readonly best: number | null;
    readonly spent: Spent;
    /** The trainer's memory for the next step, encoded; absent if none is kept. */
    readonly memory?: unknown;
  }
  /** Feedback of a person, taken up at the beginning of a step: the asks of that step and of later ones have it. */
  | Note & { readonly type: "note"; readonly step: number }
  /** Something that a user should know; the run goes on. */
  | {
    readonly type: "warning";
    readonly step: number;
    /** Stable name of the warning, such as `start-fails`. */
    readonly code: string;
    readonly message: string;
    /** How to mend it, in one sentence. */
    readonly advice?: string;
    /** The module that it concerns. */
    readonly file?: string;
    /** Its line there, from 1. */
    readonly line?: number;
    /** Examples that failed. */
    readonly failed?: number;
    /** Examples tried. */
    readonly of?: number;
    /** Set when the clock decided it. */
    readonly isByClock?: boolean;
  }
  | FinishedEvent;

/** The event of one type. */
export type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { readonly type: Type }>;
