/**
 * An experiment: methods that are compared on one task. Types only.
 *
 * @module
 */
import type { LanguageModel } from "../../src/model/language_model.ts";

/** An experiment: the default export of `examples/NAME/experiment.ts`. */
export interface Experiment {
  /** What is compared, for the heading of its chart. */
  readonly title: string;
  /** The measure of every value, in words, with its unit: "delay of a vehicle, s". */
  readonly unit: string;
  /** Whether larger values are better. */
  readonly isMaximized: boolean;
  /** How the chart shows the measure; `log` for positive values that span powers of ten. @default "linear" */
  readonly scale?: "linear" | "log";
  /** What the numbers of `points` count. */
  readonly axis: "steps" | "evaluations";
  /** Where each run is measured, ascending from 0, its start. */
  readonly points: readonly number[];
  /** Seeds that are run unless the command line names others. */
  readonly seeds: readonly number[];
  /** Methods by name, in the order of the table. */
  readonly methods: Readonly<Record<string, Method>>;
  /** Modules besides `experiment.ts` and `task.ts` of its folder whose change makes old results invalid, by paths from that folder. */
  readonly sources?: readonly string[];
  /** Values to compare with that took no search: a controller, an optimum by enumeration, a figure of the paper. */
  readonly anchors?: readonly Anchor[];
}

/** One way of finding better values. */
export interface Method {
  /** Whether it takes a language model: its runs are recorded, and repeated from their recordings. */
  readonly needsModel: boolean;
  /** Seeds of its runs, where they are others than those of the experiment. @default the experiment's */
  readonly seeds?: readonly number[];
  /** The last point of its runs: answers of a model are dear. @default that of the experiment */
  readonly until?: number;
  /** Runs it once. Deterministic by seed and the model's answers. */
  run(request: MethodRequest): Promise<MethodRun>;
}

/** What a method is run with. */
export interface MethodRequest {
  readonly seed: number;
  readonly axis: Experiment["axis"];
  readonly points: readonly number[];
  /** The model; null for a method without one. */
  readonly model: LanguageModel | null;
}

/** What one run of a method gave. */
export interface MethodRun {
  /**
   * The measure of the values held at each of the points; a run that ended early keeps its last one, and an incomplete one
   * has fewer.
   */
  readonly values: readonly number[];
  /** Runs of the workflow on one example, those of the measure left out. */
  readonly evaluations: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars; null where a price is not known. */
  readonly usd: number | null;
  /** Why it could not be carried on: no answer was recorded, or the model failed. Absent for a complete run. */
  readonly incomplete?: string;
}

/** A value to compare with. */
export interface Anchor {
  readonly name: string;
  readonly value: number;
  /** How it came about: computed by the experiment, or where it was reported. */
  readonly source: string;
}
