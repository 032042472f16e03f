/**
 * Turns ordered nodes into data; the caller chooses which are shown with their inputs.
 *
 * @module
 */
import type { NodeData, OperatorData, TraceData } from "./graph_data.ts";
import { NameTable } from "./node_names.ts";
import type { Operator } from "../operator.ts";
import { outerNodes, sources } from "./sources.ts";
import { type Order, topologicalOrder } from "./topological_order.ts";
import type { Inside, TraceNode } from "../trace_node.ts";
import type { TraceParameter } from "../trace_parameter.ts";
import { valueKind } from "../value.ts";
import { encodeValue } from "./value_data.ts";

/** Maximum depth of inner graphs in the data; deeper ones are omitted. */
export const maxInnerDepth = 16;

/** Options of `describeGraph`. */
export interface Description {
  /** The parameters shown as parameters, with their names; others are shown as values. */
  readonly names: ReadonlyMap<TraceNode, string>;
  /** Whether a node is shown with its operator and inputs; otherwise only its value is shown. */
  readonly isWhole: (node: TraceNode) => boolean;
  /** Maximum characters of an exact value; parameters are exempt. */
  readonly valueLimit: number;
}

/** Describes the nodes of `order`, in that order, which must contain the sources of each node shown with its inputs. */
export function describeGraph(order: Order, description: Description, depth = 0): TraceData {
  const table = new NameTable();
  for (const name of description.names.values()) table.claim(name);
  const operators = new Map<Operator, OperatorData>();
  const nodes = order.nodes.map((node, place): NodeData => {
    const name = description.names.get(node);
    if (name !== undefined) return describeParameter(node, name);
    const value = encodeValue(node.peek(), description.valueLimit);
    if (node.kind === "parameter") return describeValue(node, table.claim(node.baseName), value);
    if (node.operator === undefined) return describeValue(node, table.number(node.baseName), value);
    if (!description.isWhole(node)) return describeCut(node, table, value);
    const start = order.starts[place]!; // every place has one
    const data: NodeData = {
      kind: node.kind,
      name: table.number(node.baseName),
      value,
      operator: describeOperator(node.operator, operators),
      inputs: describeInputs(node, order.sources, start),
    };
    const { failure, inner } = node;
    if (node.description === undefined && failure === undefined && inner === undefined) return data;
    return {
      ...data,
      ...descriptionOf(node),
      ...(failure === undefined ? {} : { failure }),
      ...(inner === undefined
        ? {}
        : describeInside(node, inner, hiddenAt(order, place), description, depth)),
    };
  });
  return { version: 1, nodes };
}

type Value = NodeData["value"];

/** Name and documentation of an operator; one record for all of its nodes. */
function describeOperator(operator: Operator, known: Map<Operator, OperatorData>): OperatorData {
  let data = known.get(operator);
  if (data === undefined) {
    data = { name: operator.name, documentation: operator.documentation };
    known.set(operator, data);
  }
  return data;
}

function descriptionOf({ description }: TraceNode): { description?: string } {
  return description === undefined ? {} : { description };
}

function describeParameter(node: TraceNode, name: string): NodeData {
  const value = encodeValue(node.peek());
  const { code } = node as TraceParameter; // nodes of this kind are parameters
  return {
    kind: "parameter",
    name,
    value,
    ...descriptionOf(node),
    ...(code === undefined ? {} : { code: { entry: code.entry, signature: code.signature } }),
    inputs: [],
  };
}

function describeValue(node: TraceNode, name: string, value: Value): NodeData {
  return { kind: "value", name, value, ...descriptionOf(node), inputs: [] };
}

/**
 * A step shown as a value only. Its name does not come from its operator, since the step has no code line.
 */
function describeCut(node: TraceNode, table: NameTable, value: Value): NodeData {
  const operator = node.operator?.name ?? "";
  const hasOwnName = node.kind === "message" && node.baseName !== operator;
  return {
    kind: "value",
    name: table.number(hasOwnName ? node.baseName : valueKind(node.peek())),
    value,
    description: node.description ?? `Made by ${operator}, outside of what is shown.`,
    inputs: [],
  };
}

/** The inputs are the first sources of a node. */
function describeInputs(node: TraceNode, sources: Int32Array, start: number): NodeData["inputs"] {
  return node.inputs.map((_, i) => ({
    name: node.inputNames[i] ?? String(i),
    node: sources[start + i]!,
  }));
}

/** The places of those sources of a node that are not inputs. */
function hiddenAt({ nodes, sources, starts }: Order, place: number): number[] {
  const inputs = nodes[place]!.inputs.length; // the caller's place is one of the order
  return [...sources.subarray(starts[place]! + inputs, starts[place + 1])];
}

function describeInside(
  node: TraceNode,
  inside: Inside,
  hidden: readonly number[],
  description: Description,
  depth: number,
): Partial<NodeData> {
  const { outputs = [], statements, console, callCounts = {}, isTruncated = false } = inside;
  const isTooDeep = depth >= maxInnerDepth && outputs.length > 0;
  return {
    ...(hidden.length === 0 ? {} : { uses: hidden }),
    ...(outputs.length === 0 || isTooDeep
      ? {}
      : { inner: describeInner(outputs, outerNodes(node), description, depth + 1) }),
    ...(statements === undefined ? {} : { statements }),
    ...(console === undefined ? {} : { console }),
    ...(Object.keys(callCounts).length === 0 ? {} : { callCounts }),
    ...(isTruncated || isTooDeep ? { isTruncated: true } : {}),
  };
}

/** The inner graph ends at the outer nodes in it. */
function describeInner(
  outputs: readonly TraceNode[],
  outer: ReadonlySet<TraceNode>,
  description: Description,
  depth: number,
): TraceData {
  const isWhole = (node: TraceNode) => !outer.has(node);
  const order = topologicalOrder(outputs, (node) => isWhole(node) ? sources(node) : []);
  return describeGraph(order, { ...description, isWhole }, depth);
}
