/**
 * Optimizers: the proposer port, the problem as data, OptoPrime, OPRO, and the imperative optimizer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { Optimizer, type Proposer } from "@opto/opto/optimizer";
 *
 * const doubling: Proposer = {
 *   name: "doubling",
 *   propose: ({ parameters: [first] }) =>
 *     Promise.resolve({
 *       kind: "suggestion",
 *       values: { [first!.name]: 2 * Number(first!.value) },
 *       reasoning: "more",
 *     }),
 * };
 * const x = parameter(1, { name: "x" });
 * const optimizer = new Optimizer([x], doubling);
 * optimizer.backward(x.add(1), "larger");
 * await optimizer.step();
 * assertEquals(x.data, 2);
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type { ParameterState, Problem, SmokeInputs, Values } from "../problem/problem.ts";
export type {
  Answer,
  Proposal,
  Refusal,
  Rejection,
  Suggestion,
  Validation,
} from "../problem/proposal.ts";
export type {
  ProposeContext,
  Proposer,
  ProposerWarning,
  TrialOptions,
  TrialResult,
} from "../problem/proposer.ts";
export {
  maxTrials,
  type RefusedTrial,
  type RefusedValue,
  type RelaxedScore,
  type Trial,
  type TrialComparison,
  type TrialHistory,
  trialHistory,
} from "../problem/trial.ts";
export {
  type OptimizerChoice,
  type OptimizerName,
  optimizerNames,
  type OptimizerSettings,
  type PipelineSettings,
  type PromptSettings,
} from "../optimizer/optimizers.ts";
export { Optimizer, type OptimizerOptions } from "../optimizer/optimizer.ts";
export type { StepEvent, StepOptions } from "../optimizer/step_event.ts";
export type { StepOutcome } from "../optimizer/step_outcome.ts";
export type { SavedOptimizer } from "../optimizer/saved_optimizer.ts";
export type { AttemptResult, SuggestionAttempt } from "../optimizer/propose_changes.ts";
export { OptoPrime, optoPrimeProposer } from "../optimizer/optoprime.ts";
export { Opro, oproProposer } from "../optimizer/opro.ts";
export {
  TextGrad,
  type TextGradMemory,
  type TextGradOptions,
  textGradProposer,
} from "../optimizer/textgrad.ts";
export type { Account } from "../problem/allocation.ts";
export type { Gradients } from "../optimizer/textgrad/gradients.ts";
export {
  type HybridMemory,
  type HybridOptions,
  hybridProposer,
  type HybridSource,
  type HybridTurns,
} from "../optimizer/hybrid.ts";
export { bootstrapProposer } from "../optimizer/bootstrap.ts";
export {
  type Demonstration,
  demonstrations,
  type DemonstrationsOptions,
  demonstrationsText,
} from "../optimizer/demonstrations.ts";
export type { ModelProposerOptions } from "../optimizer/model_proposer.ts";
export type { AnswerKeys } from "../optimizer/answer.ts";
export type { AnswerFormat } from "../optimizer/answer_format.ts";
export type { Variety } from "../optimizer/variety.ts";
export type { MaskName } from "../optimizer/mask.ts";
export { type SectionName, sectionNames } from "../optimizer/problem_view.ts";
export { type ProjectedSuggestion, projectSuggestion } from "../optimizer/project_suggestion.ts";
