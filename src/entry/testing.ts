/**
 * Parts for tests: a scripted model, the context of an ask, and conformance suites for custom parts.
 *
 * @example
 * ```ts
 * import { searchProposer } from "@opto/opto/search";
 * import { proposerCases } from "@opto/opto/testing";
 *
 * const [first] = proposerCases({ make: () => searchProposer() });
 * await first?.run(); // or Deno.test(first.name, first.run) for each
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export { type ScriptedAnswer, type ScriptedModel, scriptedModel } from "../model/scripted_model.ts";
export { proposeContext } from "../problem/propose_context.ts";
export type { ConformanceCase } from "../testing/conformance_case.ts";
export { proposerCases, type ProposerUnderTest } from "../testing/proposer_cases.ts";
export { trainerCases, type TrainerUnderTest } from "../testing/trainer_cases.ts";
export { evaluatorCases, type EvaluatorUnderTest } from "../testing/evaluator_cases.ts";
export { modelCases, type ModelUnderTest } from "../testing/model_cases.ts";
export { propagatorCases } from "../testing/propagator_cases.ts";
export { toyEvaluator, type ToyEvaluatorOptions } from "../testing/toy_evaluator.ts";
export { toyRun, type ToyRunOptions } from "../testing/toy_run.ts";
