/**
 * Opto: generative optimization for TypeScript.
 *
 * Mark what may change, say how good an output is in numbers and in words, and a language model, or a search without one,
 * makes it better. What they write runs in a sandbox.
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
import { installDefaultCodeRunner } from "./src/trace/ambient.ts";
import { installModuleReader } from "./src/trace/module_reader.ts";
import { installSourceFinder } from "./src/trace/source_port.ts";
import { readHostModule } from "./src/code/host_module.ts";
import { openSandboxPool } from "./src/run/sandboxes.ts";

export * from "./src/errors.ts";

// The trace
export {
  isNode,
  isParameter,
  type MaybeNode,
  type Node,
  node,
  type NodeOptions,
  parameter,
  type ParameterNode,
  type ParameterOptions,
  type Plain,
  type Projection,
  type TraceNode,
  unwrap,
} from "./src/trace/node.ts";
export { type Ops, ops } from "./src/trace/operators/ops.ts";
export { text } from "./src/trace/operators/text.ts";
export { narrow } from "./src/trace/operators/narrow.ts";
export { broadcast } from "./src/trace/operators/broadcast.ts";
export { type Bundle, bundle, type BundleOptions } from "./src/trace/bundle/bundle.ts";
export {
  type Sandboxed,
  sandboxed,
  type SandboxedOptions,
  type Seen,
  type Trainable,
  trainable,
} from "./src/trace/code/trainable.ts";
export { type Agent, agentCall, parametersOf } from "./src/trace/agent/agent.ts";
export { type Forwarded, Module } from "./src/trace/agent/module.ts";
export {
  type LoadOptions,
  type ModuleData,
  ModuleDataError,
} from "./src/trace/agent/module_data.ts";
export { ExecutionError, TraceMissingInputsError } from "./src/trace/failure/execution_error.ts";
export { ExportError } from "./src/export/export_error.ts";
export { exportModule, type ExportOptions } from "./src/export/export_module.ts";
export { ParameterError } from "./src/trace/parameter_error.ts";
export {
  stopTracing,
  withCodeRunner,
  withScope,
  withSeed,
  withSignal,
  withStatements,
} from "./src/trace/ambient.ts";
export type { StandardSchema } from "./src/trace/schema.ts";
export type { HostTool } from "./src/trace/code_runner.ts";
export type { NodeData, OperatorData, TraceData, ValueData } from "./src/trace/data/graph_data.ts";
export {
  fromTraceData,
  parseTraceData,
  toTraceData,
  type TraceDataBounds,
  type TraceDataOptions,
} from "./src/trace/data/trace_data.ts";
export { decodeValue, encodeValue, ValuePreview, valueText } from "./src/trace/data/value_data.ts";
export type { PictureOptions } from "./src/render/picture.ts";
export type { JudgedPlace } from "./src/render/graph_roles.ts";
export { codeLines, renderText, type RenderTextOptions } from "./src/render/render_text.ts";
export { renderDot } from "./src/render/render_dot.ts";
export { renderMermaid } from "./src/render/render_mermaid.ts";
export { renderSvg } from "./src/render/render_svg.ts";
export { type GraphView, viewGraph, type ViewOptions } from "./src/render/view.ts";

// Feedback
export { backward, backwardAll } from "./src/propagate/backward.ts";
export {
  type Feedback,
  type FeedbackGraph,
  mergeFeedback,
  toFeedback,
} from "./src/propagate/feedback.ts";
export { feedbackGraph, type FeedbackGraphOptions } from "./src/propagate/feedback_graph.ts";
export { parseFeedbackGraph } from "./src/propagate/parse_feedback_graph.ts";
export { mergeFeedbackGraphs } from "./src/propagate/merge_feedback_graphs.ts";
export { graphPropagator, type Step, type Verdict } from "./src/propagate/graph_propagator.ts";
export { sumPropagator } from "./src/propagate/sum_propagator.ts";
export type { Delivery, Propagator, Rule } from "./src/propagate/propagator.ts";
export type { BackwardOptions, FeedbackInput } from "./src/trace/backward_port.ts";

// Language models
export type {
  GenerateOptions,
  LanguageModel,
  ModelMessage,
  ModelRequest,
  ModelResponse,
  ModelRetry,
  ModelUsage,
} from "./src/model/language_model.ts";
export { openaiModel, type OpenAiModelOptions } from "./src/model/openai_model.ts";
export {
  type ScriptedAnswer,
  type ScriptedModel,
  scriptedModel,
} from "./src/model/scripted_model.ts";
export { recording, RecordingFile } from "./src/model/recording.ts";
export { replaying } from "./src/model/replaying.ts";
export { metered, type MeteredModel, type ModelBudget } from "./src/model/metered.ts";

// Optimizers
export type {
  ParameterState,
  Problem,
  Proposal,
  ProposeContext,
  Proposer,
  Rejection,
  Trial,
} from "./src/problem/proposer.ts";
export { projectSuggestion } from "./src/optimizer/update.ts";
export { OptoPrime, optoPrime } from "./src/optimizer/optoprime.ts";
export { Opro, opro } from "./src/optimizer/opro.ts";
export type { StepOptions, StepOutcome } from "./src/optimizer/optimizer.ts";
export { type SearchOptions, searchProposer } from "./src/search/search.ts";

// Guides
export { exactMatch, type ExactMatchOptions } from "./src/guide/exact_match.ts";
export { composite, type WeightedGuide } from "./src/guide/composite.ts";
export { modelJudge, type ModelJudgeOptions } from "./src/guide/model_judge.ts";
export type { ExpectedExample, WordedGuide, WordedJudgement } from "./src/guide/worded_guide.ts";

// Tasks and runs
export { defineTask } from "./src/task/define_task.ts";
export type {
  Example,
  Examples,
  Judgement,
  OptimizerSettings,
  Task,
  TaskDefinition,
  TrainerSettings,
} from "./src/task/task.ts";
export { optimize, type OptimizeOptions } from "./src/run/optimize.ts";
export type { Run, RunResult } from "./src/run/run.ts";
export type { RunOptions } from "./src/run/run_settings.ts";
export type { Budget, FinishedEvent, RunEvent, Spent, StopReason } from "./src/trainer/event.ts";

// Sandboxes
export { openSandbox, openSandboxPool } from "./src/run/sandboxes.ts";
export type { Sandbox } from "./src/code/sandbox/open_sandbox.ts";
export type { SandboxPool } from "./src/code/sandbox/sandbox_runner.ts";

// What the shapes above are made of
export type {
  CallReport,
  CallResult,
  CallTrace,
  ConsoleLine,
  Diagnostic,
  InnerCall,
  SourcePosition,
  Stage,
  StatementEvent,
  ThrownError,
} from "./sandbox/protocol.ts";
export type {
  CodeCall,
  CodeRunner,
  Preparation,
  Program,
  Unit,
  Use,
} from "./src/trace/code_runner.ts";
export type { CodeSpec } from "./src/trace/code_spec.ts";
export type * from "./src/trace/node_type.ts";
export type { Inside } from "./src/trace/trace_node.ts";
export type { Failure } from "./src/trace/failure.ts";
export type { Operator } from "./src/trace/operator.ts";
export type { NodeDetails, NodeKind } from "./src/trace/trace_node.ts";
export { type Checked, TraceParameter } from "./src/trace/trace_parameter.ts";
export type { SchemaIssue, SchemaResult } from "./src/trace/schema.ts";
export type { Arguments, SeenUse } from "./src/trace/code/trainable.ts";
export type { GenericOps, LiftAll } from "./src/trace/operators/ops.ts";
export type { ExactOperators, NumberOperators } from "./src/trace/operators/arithmetic.ts";
export type { EqualityOperators, OrderOperators } from "./src/trace/operators/comparison.ts";
export type { ListOperators, SequenceOperators } from "./src/trace/operators/sequence.ts";
export type { KeyedOperators, SetOperators } from "./src/trace/operators/collection.ts";
export type { CommonOperators } from "./src/trace/operators/logic.ts";
export type { TextOperators } from "./src/trace/operators/string.ts";
export type { ModelClock } from "./src/model/model_clock.ts";
export type { Exchange } from "./src/model/exchange.ts";
export type { ExchangeSink } from "./src/model/recording.ts";
export type { ModelSpending } from "./src/model/metered.ts";
export type { ModelPrice } from "./src/model/price.ts";
export type { ModelProposerOptions } from "./src/optimizer/model_proposer.ts";
export type { AnswerKeys } from "./src/optimizer/answer.ts";
export { type SectionName, sectionNames } from "./src/optimizer/problem_view.ts";
export { Optimizer } from "./src/optimizer/optimizer.ts";
export type { OptimizerOptions } from "./src/optimizer/optimizer.ts";
export type { ProposeEvent } from "./src/problem/proposer.ts";
export type { Update } from "./src/optimizer/update.ts";
export type { ExampleRef, Split, TaskFacts } from "./src/trainer/evaluator.ts";
export type { Values } from "./src/trainer/candidate.ts";
export type { Callable, OutputOf, Settled } from "./src/task/define_task.ts";
export { taskBrand } from "./src/task/task.ts";
export type {
  CallOptions,
  LoadedUnit,
  LoadResult,
  LoadSubject,
} from "./src/code/sandbox/open_sandbox.ts";
export type { PoolOptions } from "./src/code/sandbox/process_pool.ts";
export type { SandboxLimits } from "./src/code/sandbox/limits.ts";

installSourceFinder(async (fn, site, given) => {
  const { findSourceOf } = await import("./src/code/source.ts");
  return await findSourceOf(fn, site, given);
});
installModuleReader(readHostModule);
installDefaultCodeRunner(() => openSandboxPool());

if (import.meta.main) {
  import("./src/cli/main.ts").then(({ main }) => main(Deno.args)).then(Deno.exit);
}
