/**
 * Makes nodes and parameters, and distinguishes them from bare values.
 *
 * @module
 */
import { checkDescription, checkName } from "./ambient.ts";
import "./operators/methods.ts";
import type { AwaitFirst, Node, ParameterNode, Plain } from "./node_type.ts";
import { isTraceNode, TraceNode } from "./trace_node.ts";
import { type ParameterOptions, TraceParameter } from "./trace_parameter.ts";
import { asNode, refusePromises, unwrap } from "./wrap.ts";

export { nodeBrand, TraceNode } from "./trace_node.ts";
export type { Inside, NodeDetails, NodeKind, Origin } from "./trace_node.ts";
export { TraceParameter } from "./trace_parameter.ts";
export type { Checked, ParameterOptions, Projection } from "./trace_parameter.ts";
export type { MaybeNode, Node, ParameterNode, Plain } from "./node_type.ts";
export type { Operator } from "./operator.ts";
export type { Failure } from "./failure.ts";
export type { CodeSpec } from "./code_spec.ts";
export { unwrap } from "./wrap.ts";

/** Name and description of a new node. */
export interface NodeOptions {
  /** Must not contain a colon. @default the kind of the value */
  readonly name?: string;
  /** A description given by the user. */
  readonly description?: string;
}

/**
 * Makes a node of a value. A node is returned unchanged; a container with nodes becomes an operator over them.
 *
 * @param value any value
 * @param options name and description, for values that are not nodes
 * @throws {TypeError} when the name contains a colon, or the value is a promise
 *
 * @example
 * ```ts
 * import { node } from "@opto/opto";
 * const x = node(3, { name: "x" });
 * console.log(x.mul(2).data); // 6
 * ```
 */
export function node(value: PromiseLike<unknown>, options?: NodeOptions): AwaitFirst;
/** Overload for values. */
export function node<T>(value: T, options?: NodeOptions): Node<Plain<T>>;
export function node(value: unknown, options: NodeOptions = {}): unknown {
  if (options.name !== undefined) checkName(options.name);
  checkDescription(options.description);
  refusePromises(value, "the value of a node");
  const made = isTraceNode(value) || options.description === undefined
    ? asNode(value, options.name)
    : new TraceNode("value", unwrap(value), undefined, { ...options });
  return made; // operators are installed on every node; the type says which fit its value
}

/**
 * Makes a value that an optimizer may change. Of a node it takes the value and drops the link to its graph.
 *
 * @param value the initial value
 * @param options name, description, schema and projections
 * @throws {ParameterError} when the schema refuses the initial value
 * @throws {TypeError} when the description is not text, or the value is a promise
 *
 * @example
 * ```ts
 * import { parameter } from "@opto/opto";
 * const step = parameter(0.5, { name: "step", description: "between 0 and 1" });
 * step.update(0.25);
 * console.log(step.mul(4).data); // 1
 * ```
 */
export function parameter(
  value: PromiseLike<unknown>,
  options?: ParameterOptions<unknown>,
): AwaitFirst;
/** Overload for values. */
export function parameter<T>(
  value: T,
  options?: ParameterOptions<Plain<T>>,
): ParameterNode<Plain<T>>;
export function parameter(value: unknown, options: ParameterOptions<unknown> = {}): unknown {
  refusePromises(value, "the value of a parameter");
  const name = options.name ?? (isTraceNode(value) ? value.baseName : undefined);
  // As for nodes: all operators are installed, the type says which fit.
  return new TraceParameter(unwrap(value), { ...options, name });
}

/**
 * Whether `value` is a node, of any copy of the library.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isNode, node } from "@opto/opto";
 *
 * assertEquals([isNode(node(1)), isNode(1)], [true, false]);
 * ```
 */
export function isNode(value: unknown): value is Node {
  return isTraceNode(value);
}

/**
 * Whether `value` is a parameter, of any copy of the library.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isParameter, node, parameter } from "@opto/opto/trace";
 *
 * assertEquals([isParameter(parameter(1)), isParameter(node(1))], [true, false]);
 * ```
 */
export function isParameter(value: unknown): value is ParameterNode {
  return isTraceNode(value) && value.kind === "parameter";
}
