/**
 * The trainer port: decides which candidates are evaluated on which examples, and which are kept. Types only.
 *
 * @module
 */
import type { Proposer } from "../problem/proposer.ts";
import type { Trial, TrialHistory } from "../problem/trial.ts";
import type { Verdict } from "./acceptance.ts";
import type { Candidate } from "./candidate.ts";
import type { Directions } from "./dominance.ts";
import type { ExampleRef, Report, Split } from "./evaluator.ts";
import type { Score } from "./scores.ts";
import type { Spending } from "../problem/allocation.ts";

/** A candidate with its reports on some examples. */
export interface EvaluatedCandidate {
  /** The evaluated candidate. */
  readonly candidate: Candidate;
  /** The examples. */
  readonly examples: readonly ExampleRef[];
  /** The reports, in the order of the examples. */
  readonly reports: readonly Report[];
}

/** The best candidate so far. */
export interface Best {
  /** The candidate. */
  readonly candidate: Candidate;
  /** On the validation split, or train if there is none. */
  readonly score: Score;
  /** Scores by example of that split. */
  readonly scores: readonly Score[];
  /** Mean of each metric over that split. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The step that proposed it; 0 for the initial one. */
  readonly step: number;
}

/** Settings of a run for trainers. */
export interface TrainerRules {
  /** Seed of the run. */
  readonly seed: number;
  /** Examples per step. */
  readonly batchSize: number;
  /** Improvement that a candidate must exceed to be accepted. */
  readonly threshold: number;
  /** Name of the rule of acceptance; `own` for a rule of one's own. */
  readonly accept: string;
  /** Cost of an evaluation, in model calls; 0 where it is free. */
  readonly evaluationCost: number;
}

/**
 * The reason why a comparison ended: the rule decided before the last example, the data ended, further examples would
 * cost more than a new proposal or than the budget has, the candidate was behind in a race, changed no output or failed its
 * complete validation, or the trainer ended it.
 */
export type ComparisonEnd =
  | "rule"
  | "data"
  | "cost"
  | "budget"
  | "behind"
  | "unchanged"
  | "unconfirmed"
  | "trainer";

/** The circumstances of an ask. */
export interface ProposeOptions {
  /** Number of suggestions. @default the settings', otherwise the proposer's own */
  readonly count?: number;
  /** Number of asks that share these suggestions; each has at least one. @default 1 */
  readonly shares?: number;
  /** Limits the number, to those that the budget can evaluate. @default Infinity */
  readonly atMost?: number;
  /** The candidates whose trials the proposer takes as the best ones so far. @default all that were compared */
  readonly population?: readonly Candidate[];
  /** Proposes in place of the run's proposer; it keeps no memory, and its suggestions are not repaired. */
  readonly by?: Proposer;
  /**
   * Whether candidates may come before their complete validation, where no model reads them. The trainer must `confirm` those
   * that may be accepted.
   *
   * @default false
   */
  readonly mayBeProvisional?: boolean;
}

/** The circumstances of a comparison. */
export interface ChallengeOptions {
  /** Number of candidates that began it together: each has its share of the error. @default the challengers' number */
  readonly rivals?: number;
  /** Why it ends. With `rule` only those win that the rule accepted before the last example. @default "trainer" */
  readonly end?: ComparisonEnd;
}

/**
 * The state of the run and the actions of one step. Every action is logged, and answered from the log when a run is
 * resumed.
 */
export interface TrainerContext<Memory = unknown> {
  /** Number of the step, from 1. */
  readonly step: number;
  /** Settings of the run. */
  readonly settings: TrainerRules;
  /** Number of examples in each split. */
  readonly examples: Readonly<Record<Split, number>>;
  /** Metrics that count besides the score, as the task declares them. */
  readonly metrics: Directions;
  /** The candidate that the next proposals start from. */
  readonly current: Candidate;
  /** The best candidate on the validation split (or train if there is none). */
  readonly best: Best;
  /** The candidates compared on train examples. */
  readonly history: TrialHistory;
  /** The memory returned by the last step, or `initialMemory`: a copy, plain data. */
  readonly memory: Memory;
  /** Uniform numbers in [0, 1), seeded by run and step: the only allowed source of randomness. */
  readonly random: () => number;
  /** Evaluations, each with all its samples, that are left of the run's budget; infinite without one. */
  readonly evaluationsLeft: number;
  /** Evaluations and tokens of the step so far. */
  readonly spent: Spending;
  /** Aborts the step. */
  readonly signal: AbortSignal;
  /** Whether a candidate was compared before. */
  hasMet(candidate: Candidate): boolean;
  /** The trial of a compared candidate by its id; undefined when the history has dropped it. */
  trial(id: string): Trial | undefined;
  /** The next train examples of a seeded, endless sequence of epochs. @param size @default settings.batchSize */
  nextBatch(size?: number): readonly ExampleRef[];
  /**
   * Evaluates each candidate on each example; pairs evaluated before cost nothing. Results are in the order of
   * the candidates.
   *
   * @throws {BudgetError} when they do not all fit the budget; none is started then
   */
  evaluate(
    candidates: readonly Candidate[],
    examples: readonly ExampleRef[],
  ): Promise<readonly EvaluatedCandidate[]>;
  /**
   * Asks the proposer for changes of a candidate, with its reports on train examples.
   *
   * @throws {UsageError} for examples of another split, whose text no proposer may read
   * @throws {BudgetError} when `atMost` is below 1: nothing that came of it could be evaluated
   * @returns the distinct new candidates, without the given one
   */
  propose(of: EvaluatedCandidate, options?: ProposeOptions): Promise<readonly Candidate[]>;
  /**
   * The verdicts of the rule of acceptance so far, one for each challenger; an undecided one needs further examples.
   * `race` gives them.
   *
   * @throws {UsageError} for examples of another split
   */
  judge(
    incumbent: EvaluatedCandidate,
    challengers: readonly EvaluatedCandidate[],
    options?: Pick<ChallengeOptions, "rivals">,
  ): readonly Verdict[];
  /**
   * Validates the provisional ones among the challengers completely that may be accepted. Those that fail it are dropped;
   * the others go on as candidates that were never provisional.
   *
   * @throws {UsageError} for examples of another split
   * @returns the challengers that are left, in order
   */
  confirm(
    incumbent: EvaluatedCandidate,
    challengers: readonly EvaluatedCandidate[],
    options?: Pick<ChallengeOptions, "rivals">,
  ): Promise<readonly EvaluatedCandidate[]>;
  /**
   * Compares challengers with an evaluated candidate on the same train examples for the last time, and records all of
   * them in the history. The best challenger that the rule accepts becomes the current candidate; a provisional one is
   * never accepted.
   *
   * @throws {UsageError} for examples of another split
   * @returns the accepted candidate, or null
   */
  challenge(
    incumbent: EvaluatedCandidate,
    challengers: readonly EvaluatedCandidate[],
    options?: ChallengeOptions,
  ): Candidate | null;
  /** As `challenge`, but none is accepted. @throws {UsageError} for examples of another split */
  drop(
    incumbent: EvaluatedCandidate,
    challengers: readonly EvaluatedCandidate[],
    end: ComparisonEnd,
  ): void;
  /**
   * As `challenge`, but a mean that would decide is checked first: whether scores are the same when evaluations are
   * repeated. The repetitions cost evaluations, once in a run.
   *
   * @throws {UsageError} for examples of another split
   */
  settle(
    incumbent: EvaluatedCandidate,
    challengers: readonly EvaluatedCandidate[],
    options?: ChallengeOptions,
  ): Promise<Candidate | null>;
  /** Makes a candidate the current one without comparison. @throws {UsageError} for a provisional one */
  select(candidate: Candidate): void;
  /**
   * Evaluates a candidate on the validation split (or train if there is none); it becomes the best one if it is better there,
   * and joins the front if no other beats it in score and declared metrics.
   *
   * @throws {UsageError} for a provisional one
   */
  offer(candidate: Candidate): Promise<void>;
}

/**
 * Trains: each step may evaluate, propose, accept and offer candidates.
 *
 * `step` must be a pure function of its context, so that a run can be resumed: state between steps is returned as
 * memory.
 *
 * @example Steps on small batches
 * ```ts
 * import type { Trainer } from "@opto/opto/trainer";
 *
 * export const minibatch: Trainer = {
 *   name: "own-minibatch",
 *   async step(context) {
 *     const batch = context.nextBatch();
 *     const [own] = await context.evaluate([context.current], batch);
 *     const proposed = await context.propose(own!);
 *     const winner = context.challenge(own!, await context.evaluate(proposed, batch));
 *     if (winner !== null) await context.offer(winner);
 *   },
 * };
 * ```
 */
export interface Trainer<Memory = unknown> {
  /** Name in logs and reports. */
  readonly name: string;
  /** The memory of the first step, plain data. @default none: no state between steps */
  readonly initialMemory?: Memory;
  /** Takes one step. @returns the memory of the next step; undefined leaves it unchanged */
  step(context: TrainerContext<Memory>): Promise<Memory | void>;
}
