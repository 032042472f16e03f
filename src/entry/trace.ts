/**
 * The trace: nodes, operators, bundles, modules, feedback and propagators.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { feedbackGraph, node, parameter } from "@opto/opto/trace";
 *
 * const w = parameter(2, { name: "w" });
 * node(3).mul(w).backward("larger");
 * assertEquals(feedbackGraph([w]).outputs.length, 1);
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

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
} from "../trace/node.ts";
export { type Ops, ops } from "../trace/operators/ops.ts";
export { text } from "../trace/operators/text.ts";
export { narrow } from "../trace/operators/narrow.ts";
export { broadcast } from "../trace/operators/broadcast.ts";
export { type Bundle, bundle, type BundleOptions } from "../trace/bundle/bundle.ts";
export {
  type Arguments,
  type Sandboxed,
  sandboxed,
  type SandboxedOptions,
  type Seen,
  type SeenUse,
  type Trainable,
  trainable,
} from "../trace/code/trainable.ts";
export { type Agent, agentCall, parametersOf } from "../trace/agent/agent.ts";
export { type Forwarded, Module } from "../trace/agent/module.ts";
export { type LoadOptions, type ModuleData, ModuleDataError } from "../trace/agent/module_data.ts";
export { ExecutionError, TraceMissingInputsError } from "../trace/failure/execution_error.ts";
export type { Failure, Place } from "../trace/failure.ts";
export { ParameterError } from "../trace/parameter_error.ts";
export {
  stopTracing,
  withSandbox,
  withScope,
  withSeed,
  withSignal,
  withStatements,
} from "../trace/ambient.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "../trace/schema.ts";
export type { NodeData, OperatorData, TraceData, ValueData } from "../trace/data/graph_data.ts";
export {
  fromTraceData,
  parseTraceData,
  toTraceData,
  type TraceDataBounds,
  type TraceDataOptions,
} from "../trace/data/trace_data.ts";
export { decodeValue, encodeValue, printValueData } from "../trace/data/value_data.ts";
export { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
export { ValuePreview } from "../../sandbox/value/value_preview.ts";
export type * from "../trace/node_type.ts";
export type { Inside, NodeDetails, NodeKind } from "../trace/trace_node.ts";
export type { Operator } from "../trace/operator.ts";
export { type Checked, TraceParameter } from "../trace/trace_parameter.ts";
export type { GenericOps, LiftAll } from "../trace/operators/ops.ts";
export type { ExactOperators, NumberOperators } from "../trace/operators/arithmetic.ts";
export type { EqualityOperators, OrderOperators } from "../trace/operators/comparison.ts";
export type { ListOperators, SequenceOperators } from "../trace/operators/sequence.ts";
export type { KeyedOperators, SetOperators } from "../trace/operators/collection.ts";
export type { CommonOperators } from "../trace/operators/logic.ts";
export type { TextOperators } from "../trace/operators/string.ts";
export { backward, backwardAll } from "../propagate/backward.ts";
export { type FeedbackGraph, mergeFeedback, toFeedback } from "../propagate/feedback.ts";
export type { Feedback, FeedbackInput } from "../trace/feedback.ts";
export { feedbackGraph, type FeedbackGraphOptions } from "../propagate/feedback_graph.ts";
export { parseFeedbackGraph } from "../propagate/parse_feedback_graph.ts";
export { mergeFeedbackGraphs } from "../propagate/merge_feedback_graphs.ts";
export {
  type GivenFeedback,
  graphPropagator,
  type PathStep,
} from "../propagate/graph_propagator.ts";
export { sumPropagator } from "../propagate/sum_propagator.ts";
export type {
  AnyPropagator,
  BackwardOptions,
  Delivery,
  PropagationRule,
  Propagator,
} from "../trace/propagator.ts";
export type { PropagatorChoice, PropagatorName } from "../propagate/propagators.ts";
export type {
  CodeCall,
  CodeRunner,
  HostTool,
  Preparation,
  Program,
  Unit,
  Use,
} from "../trace/code_runner.ts";
export type { CodeSpec } from "../trace/code_spec.ts";
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
} from "../../sandbox/protocol.ts";
