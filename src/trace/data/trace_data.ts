/**
 * Turns a trace graph into data, and data into nodes.
 *
 * @module
 */
import { withAmbient } from "../ambient.ts";
import type { CodeSpec } from "../code_spec.ts";
import { describeGraph } from "./describe_graph.ts";
import type { NodeData, TraceData } from "./graph_data.ts";
import { baseOf, parameterNames } from "./node_names.ts";
import { topologicalOrder } from "./topological_order.ts";
import { type Inside, type Origin, TraceNode } from "../trace_node.ts";
import { TraceParameter } from "../trace_parameter.ts";
import { decodeValue } from "./value_data.ts";

export { parseTraceData, type TraceDataBounds } from "./parse_trace_data.ts";

/** Options of `toTraceData`. */
export interface TraceDataOptions {
  /**
   * Maximum characters of an exact value; longer values become previews, except those of parameters. @default
   * Infinity
   */
  readonly valueLimit?: number;
  /**
   * Fixes the names of these parameters by their place in this list. @default the parameters of the graph, oldest
   * first
   */
  readonly parameters?: readonly TraceNode[];
}

/**
 * The graph behind some outputs as plain, versioned data.
 *
 * Order and names depend only on the shape of the graph, outputs and arguments taken in order.
 *
 * @param outputs the nodes of interest, in reading order
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * const { nodes } = toTraceData([w.mul(3)]);
 * assertEquals(nodes.map(({ name }) => name), ["w", "number0", "mul0"]);
 * ```
 */
export function toTraceData(
  outputs: readonly TraceNode[],
  options: TraceDataOptions = {},
): TraceData {
  const order = topologicalOrder(outputs);
  const found = order.nodes.filter(({ kind }) => kind === "parameter").sort((a, b) => a.id - b.id);
  return describeGraph(order, {
    names: parameterNames([...(options.parameters ?? []), ...found]),
    isWhole: () => true,
    valueLimit: options.valueLimit ?? Infinity,
  });
}

/**
 * Nodes from data, one for each place. `toTraceData` of the nodes gives the same data.
 *
 * Where the data has only a preview of a value, the node holds a `ValuePreview`. Parameters have no schema, and
 * code cannot run.
 *
 * @param data a result of `toTraceData` or `parseTraceData`
 * @throws {TypeError} when a value does not match its declared kind
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fromTraceData, parameter, toTraceData } from "@opto/opto/trace";
 *
 * const data = toTraceData([parameter(2, { name: "w" }).mul(3)]);
 * const output = fromTraceData(data).at(-1)!;
 * assertEquals(output.data, 6);
 * assertEquals(toTraceData([output]), data);
 * ```
 */
export function fromTraceData(data: TraceData): TraceNode[] {
  // Nodes are rebuilt outside the caller's scope and bundle.
  return withAmbient(
    { scope: "", isTracing: true, frame: undefined },
    () => rebuild(data, new Map()),
  );
}

function rebuild(data: TraceData, parameters: Map<string, TraceParameter>): TraceNode[] {
  const nodes: TraceNode[] = [];
  const at = (place: number): TraceNode => {
    const node = nodes[place];
    if (node === undefined) {
      throw new TypeError(
        `Cannot read "${place}" as the place of an earlier node: received none there`,
      );
    }
    return node;
  };
  for (const item of data.nodes) nodes.push(rebuildNode(item, at, parameters));
  return nodes;
}

function rebuildNode(
  data: NodeData,
  at: (place: number) => TraceNode,
  parameters: Map<string, TraceParameter>,
): TraceNode {
  const value = decodeValue(data.value);
  const { description, failure, operator } = data;
  if (data.kind === "parameter") {
    let parameter = parameters.get(data.name);
    if (parameter === undefined) {
      const code = data.code === undefined ? undefined : rebuildCode(data.code, data.name, value);
      parameter = new TraceParameter(value, { name: data.name, description, code });
      parameters.set(data.name, parameter);
    }
    return parameter;
  }
  const base = baseOf(data.name);
  const name = base === operator?.name ? undefined : base;
  if (operator === undefined) {
    return new TraceNode(data.kind, value, undefined, { name, description });
  }
  const origin: Origin = {
    operator,
    inputs: data.inputs.map(({ node }) => at(node)),
    inputNames: data.inputs.map(({ name }) => name),
  };
  const inside = rebuildInside(data, at, parameters);
  return new TraceNode(data.kind, value, origin, { name, description, failure, inside });
}

/** A code parameter with the head of its function; data contains no program. */
function rebuildCode(
  { entry, signature }: { readonly entry: string; readonly signature: string },
  name: string,
  value: unknown,
): CodeSpec {
  return {
    entry,
    signature,
    original: String(value),
    uses: [],
    timeoutMs: undefined,
    lastInputs: [],
    program: () => {
      throw new TypeError(`Cannot run "${name}" as a program: received only its text, from data`);
    },
    tools: () => new Map(),
    ready: () => Promise.resolve(),
  };
}

function rebuildInside(
  data: NodeData,
  at: (place: number) => TraceNode,
  parameters: Map<string, TraceParameter>,
): Inside | undefined {
  const { uses, inner, statements, console, callCounts, isTruncated } = data;
  const inside: Inside = {
    ...(uses === undefined ? {} : { externals: uses.map(at) }),
    ...(inner === undefined ? {} : { outputs: rebuild(inner, parameters) }),
    ...(statements === undefined ? {} : { statements }),
    ...(console === undefined ? {} : { console }),
    ...(callCounts === undefined ? {} : { callCounts }),
    ...(isTruncated === undefined ? {} : { isTruncated }),
  };
  return Object.keys(inside).length === 0 ? undefined : inside;
}
