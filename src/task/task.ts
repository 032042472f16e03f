/**
 * A task: a workflow, its data and its guide, in one module.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { OptimizerChoice } from "../optimizer/optimizers.ts";
import type { PropagatorChoice } from "../propagate/propagators.ts";
import type { StandardSchema } from "../trace/schema.ts";
import type { RelaxedScore } from "../problem/trial.ts";
import type { Directions } from "../trainer/dominance.ts";
import type { Drawing } from "../trainer/drawing.ts";
import type { TrainerChoice } from "../trainer/trainers.ts";

/**
 * One example; the agent receives only `input`, which is plain data. `expected` is passed only to the guide, and may be
 * missing when its type contains undefined.
 */
export type Example<In = unknown, Expected = unknown> =
  & { readonly input: In }
  & (undefined extends Expected ? { readonly expected?: Expected }
    : { readonly expected: Expected });

/** The data of a task by split. */
export type Examples<In = unknown, Expected = unknown> = Splits<Example<In, Expected>>;

/** Examples of one type for each split. */
export interface Splits<Train, Validation = Train, Test = Train> {
  /** Proposals are made from these and compared on them. */
  readonly train: readonly Train[];
  /** The best candidate is chosen on these. @default those of `train` */
  readonly validation?: readonly Validation[];
  /** Evaluated once, at the end. @default none */
  readonly test?: readonly Test[];
}

/** A value, or a promise of it. */
export type Eventual<Value> = Value | Promise<Value>;

/** The judgement of a guide: a score, or a score with feedback text and metrics. Higher is better. */
export type Judgement = number | {
  readonly score: number;
  readonly feedback?: string;
  readonly metrics?: Readonly<Record<string, number>>;
  /**
   * The score taken apart, where constraints decide it: the score as if no constraint were broken, and the slack of each
   * constraint, at most 2,000 in the same order for every output. It changes no decision, which `score` alone takes; the search
   * over numbers follows it to where constraints meet. @default none
   */
  readonly relaxed?: RelaxedScore;
};

/** What a field of an example's input is. */
export interface FieldDescription {
  /** Its meaning, in a few words. */
  readonly description?: string;
  /** Its unit: `m/s`. */
  readonly unit?: string;
}

/** The parts of a task. `Out` is the type of the agent's output. */
export interface TaskDefinition<In = unknown, Out = unknown, Expected = unknown> {
  /** Name in logs and reports. */
  readonly name: string;
  /** Description, in one line. */
  readonly description?: string;
  /** The goal, as text for the model. @default the description */
  readonly objective?: string;
  /**
   * Fields of an example's input by name, described for the model together with the objective:
   * `{ wind: { description: "at the mast", unit: "m/s" } }`. @default none
   */
  readonly fields?: Readonly<Record<string, FieldDescription>>;
  /**
   * Makes a new agent: a Module, a trainable or sandboxed function, or an object with `forward`. Called once per
   * candidate.
   */
  readonly agent: () => unknown;
  /**
   * The data, or a function that makes it from seeded uniform numbers in [0, 1); either may be a promise. `jsonl` and `csv`
   * read it from files.
   */
  readonly examples:
    | Eventual<Examples<In, Expected>>
    | ((random: () => number) => Eventual<Examples<In, Expected>>);
  /**
   * The schema of outputs, from any Standard Schema library. The guide gets the output as the schema gives it; an
   * output that does not match is a failed run, with the reason as its error. Candidate code may return anything, so
   * a guide without a schema must check types itself. @default none
   */
  readonly output?: StandardSchema<Out>;
  /** Judges an output; a failed run is passed as an `Error`. */
  readonly guide: (
    example: Example<In, Expected>,
    output: Out | Error,
  ) => Judgement | Promise<Judgement>;
  /**
   * Metrics of the guide that count besides the score, each with its better direction: `{ seconds: "lower" }`. A run keeps
   * the front: the candidates that no other beats in all of them. The best one is still that with the best score.
   * @default none
   */
  readonly metrics?: Directions;
  /** Decides which candidates are evaluated on which examples: a name, settings, or a custom trainer. */
  readonly trainer?: TrainerChoice;
  /** Proposes better values: a name, settings, or a custom proposer. */
  readonly optimizer?: OptimizerChoice;
  /** Carries feedback back along the trace. @default "graph": the minimal subgraph */
  readonly propagator?: PropagatorChoice;
  /**
   * The language model, used unless the command line names one: the name of a model with an OpenAI-compatible API,
   * or a custom model. Naming one here spends money.
   */
  readonly model?: string | LanguageModel;
  /**
   * The agent's own language model, which answers `ask`, unless the command line names one: a name, as for `model`, or a
   * custom model. @default that of the run
   */
  readonly agentModel?: string | LanguageModel;
  /** Limits of one call of candidate code. */
  readonly sandbox?: { readonly timeoutMs?: number; readonly memoryMb?: number };
  /**
   * Texts to strike out, besides keys, wherever a run sends or stores them: prompts, recordings, the event log and its report,
   * a server's events. Guide and agent see the original; values of parameters and the model's answers stay as they are.
   * @default none
   */
  readonly redact?: readonly RegExp[];
  /**
   * Draws an output for the report, from plain shapes. Called for the first examples that the initial and each best candidate
   * are compared on, after the agent ran on them once more. @default none
   */
  readonly draw?: (example: Example<In, Expected>, output: Out) => Drawing;
  /** Summarizes the scores of a split in one line, printed after a run. */
  readonly summarize?: (scores: {
    readonly split: "train" | "validation" | "test";
    readonly initial: number | null;
    readonly best: number | null;
    readonly initialMetrics: Readonly<Record<string, number>>;
    readonly bestMetrics: Readonly<Record<string, number>>;
  }) => string;
}

/** The brand of tasks, shared by all copies of the library. */
export const taskBrand: unique symbol = Symbol.for("opto.task") as never; // as: a registered symbol has no unique type

/** A task made by `defineTask`. */
export interface Task<In = unknown, Out = unknown, Expected = unknown>
  extends TaskDefinition<In, Out, Expected> {
  /** Marks a task, in every copy of the library. */
  readonly [taskBrand]: true;
}
