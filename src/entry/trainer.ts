/**
 * Trainers: the trainer and evaluator ports, the built-in trainers, tasks, runs and their events.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { minibatch, type Trainer } from "@opto/opto/trainer";
 *
 * const twice: Trainer = {
 *   name: "twice",
 *   async step(context) {
 *     await minibatch.step(context);
 *     await minibatch.step(context);
 *   },
 * };
 * assertEquals(twice.name, "twice");
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type {
  Best,
  ChallengeOptions,
  ComparisonEnd,
  EvaluatedCandidate,
  ProposeOptions,
  Trainer,
  TrainerContext,
  TrainerRules,
} from "../trainer/trainer.ts";
export {
  type TrainerChoice,
  type TrainerName,
  trainerNames,
  type TrainerSettings,
  type TrainingSettings,
} from "../trainer/trainers.ts";
export {
  type AcceptanceChoice,
  type AcceptanceName,
  acceptanceNames,
  type AcceptanceRule,
  type Comparison,
  type Verdict,
} from "../trainer/acceptance.ts";
export type { Bounds } from "../trainer/evidence.ts";
export type { EvaluationCost } from "../trainer/evaluation_cost.ts";
export { race, type RaceOptions } from "../trainer/race.ts";
export { rungsOf } from "../trainer/rungs.ts";
export { minibatch } from "../trainer/minibatch.ts";
export { racing } from "../trainer/racing.ts";
export { beam, type BeamOptions } from "../trainer/population/beam.ts";
export type { Member } from "../trainer/population/archive.ts";
export type { Feature } from "../trainer/population/grid.ts";
export { islands, type IslandsOptions } from "../trainer/population/islands.ts";
export { portfolio, type PortfolioOptions } from "../trainer/population/portfolio.ts";
export { priority } from "../trainer/population/priority.ts";
export { ucb } from "../trainer/population/ucb.ts";
export { pareto, type ParetoOptions } from "../trainer/population/pareto.ts";
export { type SamplingName, samplingNames } from "../trainer/sampling.ts";
export { type Candidate, candidateOf } from "../trainer/candidate.ts";
export {
  type Direction,
  type Directions,
  dominates,
  type VectorScore,
} from "../trainer/dominance.ts";
export type { Drawing, Shape, ShapeStyle, Tone } from "../trainer/drawing.ts";
export type { Spending } from "../problem/allocation.ts";
export { frontIn, type FrontPoint } from "../run/run_front.ts";
export { compareScores, meanScore, type Score } from "../trainer/scores.ts";
export type {
  AgentModule,
  Attempt,
  DrawRequest,
  EvaluationRequest,
  Evaluator,
  ExampleDrawing,
  ExampleRef,
  ExampleText,
  Report,
  ReportedFailure,
  SmokeInputs,
  Split,
  TaskFacts,
  ValidateOptions,
} from "../trainer/evaluator.ts";
export { spreadEvaluator, type SpreadEvaluatorOptions } from "../spread/spread_evaluator.ts";
export { taskEvaluator, type TaskEvaluatorOptions } from "../task/task_evaluator.ts";
export type {
  Callable,
  ExpectedIn,
  First,
  Fitting,
  FittingExamples,
  GivenExample,
  InputIn,
  InputOf,
  OutputOf,
  Settled,
} from "../task/define_task.ts";
export type { Splits } from "../task/task.ts";
export { taskBrand } from "../task/task.ts";
export type { RunOptions } from "../run/run_settings.ts";
export type { Note, PersonFeedback } from "../trainer/note.ts";
export type {
  Baseline,
  Budget,
  CommandOptions,
  Fingerprint,
  FinishedEvent,
  PackedRelaxed,
  RunEvent,
  Sends,
  Spent,
  StopReason,
} from "../trainer/event.ts";
