/**
 * Opto: generative optimization for TypeScript.
 *
 * Marks trainable values, judges outputs by score and text, and improves the values with a language model or a search
 * without a model. Proposed code runs in a sandbox. This module exports the most used names; all others are under subpaths:
 * `/trace`, `/render`, `/model`, `/optimizer`, `/trainer`, `/search`, `/guide`, `/export`, `/sandbox`, `/server`, `/client`,
 * `/testing`.
 *
 * @example
 * ```ts
 * import { parameter } from "@opto/opto";
 *
 * const w = parameter(0.5, { name: "w" });
 * const y = w.mul(3).add(1);
 * y.backward("The output should be larger.");
 * console.log(y.data, w.feedback.length); // 2.5 1
 * ```
 *
 * @module
 */
import "./src/entry/install_host_services.ts";

export {
  BudgetError,
  ModelError,
  OptoError,
  SandboxError,
  StorageError,
  TaskError,
  UsageError,
} from "./src/errors.ts";
export {
  isNode,
  type MaybeNode,
  type Node,
  node,
  parameter,
  type ParameterNode,
} from "./src/trace/node.ts";
export { ops } from "./src/trace/operators/ops.ts";
export { text } from "./src/trace/operators/text.ts";
export { bundle } from "./src/trace/bundle/bundle.ts";
export { sandboxed, trainable } from "./src/trace/code/trainable.ts";
export { parametersOf } from "./src/trace/agent/agent.ts";
export { Module } from "./src/trace/agent/module.ts";
export { ExecutionError } from "./src/trace/failure/execution_error.ts";
export { backward } from "./src/propagate/backward.ts";
export type { Feedback } from "./src/trace/feedback.ts";
export type { Propagator } from "./src/trace/propagator.ts";
export type { LanguageModel } from "./src/model/language_model.ts";
export { ask, type AskSettings } from "./src/model/ask.ts";
export { withModel } from "./src/model/models_in_use.ts";
export { openaiModel } from "./src/model/openai_model.ts";
export { scriptedModel } from "./src/model/scripted_model.ts";
export type { Values } from "./src/problem/problem.ts";
export type { Proposer } from "./src/problem/proposer.ts";
export { OptoPrime } from "./src/optimizer/optoprime.ts";
export type { StepOutcome } from "./src/optimizer/step_outcome.ts";
export { exactMatch } from "./src/guide/exact_match.ts";
export { composite } from "./src/guide/composite.ts";
export { modelJudge } from "./src/guide/model_judge.ts";
export { defineTask } from "./src/task/define_task.ts";
export { jsonl } from "./src/task/jsonl.ts";
export { csv, type CsvRow } from "./src/task/csv.ts";
export type {
  Eventual,
  Example,
  Examples,
  FieldDescription,
  Judgement,
  Task,
  TaskDefinition,
} from "./src/task/task.ts";
export type { Evaluator } from "./src/trainer/evaluator.ts";
export type { Trainer } from "./src/trainer/trainer.ts";
export type { FinishedEvent, RunEvent } from "./src/trainer/event.ts";
export { optimize } from "./src/run/optimize.ts";
export type { OptimizeOptions } from "./src/run/optimize_options.ts";
export type { Run, RunResult } from "./src/run/run.ts";
export { exportModule } from "./src/export/export_module.ts";
export { openSandbox, openSandboxPool } from "./src/code/sandbox/open_sandbox.ts";
export { withSandbox } from "./src/trace/ambient.ts";

if (import.meta.main) {
  import("./src/cli/main.ts").then(({ main }) => main(Deno.args)).then(Deno.exit);
}
