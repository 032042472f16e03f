/**
 * A graph as text that reads like code: one line per step, and sections for what a reader of a problem needs.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { graphRoles, type JudgedPlace } from "./graph_roles.ts";
import { decodeValue, valueText } from "../trace/data/value_data.ts";

/** Options of `renderText`. */
export interface RenderTextOptions {
  /** The judged nodes; a `FeedbackGraph` has them. @default the nodes that no other was made from */
  readonly outputs?: readonly JudgedPlace[];
  /** Characters of one value; parameters are always shown whole. @default 200 */
  readonly valueLimit?: number;
  /** How deep inner graphs are shown under the step they belong to. @default 0 */
  readonly expand?: number;
}

/**
 * The whole graph as text, in the sections Code, Documentation, Parameters, Inputs, Others, Outputs and
 * Feedback; empty ones are left out.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { renderText } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * const text = renderText(toTraceData([w.mul(3)]));
 * assertEquals(text.split("\n").slice(0, 2), ["# Code", "mul0 = mul(x=w, y=number0)"]);
 * ```
 */
export function renderText(graph: TraceData, options: RenderTextOptions = {}): string {
  const { valueLimit = 200, expand = 0 } = options;
  const roles = graphRoles(graph, options.outputs?.map(({ node }) => node));
  const values = (places: readonly number[]) =>
    places.map((place) => valueLine(graph.nodes[place]!, valueLimit)); // places of the graph
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Code", codeLines(graph, { expand })],
    ["Documentation", documentationLines(graph)],
    ["Parameters", values(roles.parameters)],
    ["Inputs", values(roles.inputs)],
    ["Others", values(roles.others)],
    ["Outputs", values(roles.outputs)],
    ["Feedback", (options.outputs ?? []).flatMap((judged) => feedbackLines(graph, judged))],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `# ${title}\n${lines.join("\n")}`)
    .join("\n\n");
}

/** One line per step, in order: `add0 = add(x=x0, y=w)`. */
export function codeLines(graph: TraceData, options: { readonly expand?: number } = {}): string[] {
  const { expand = 0 } = options;
  return graph.nodes.flatMap((node) => {
    const line = codeLine(graph, node);
    if (line === undefined) return [];
    return expand === 0
      ? [line]
      : [line, ...insideLines(node, expand).map((inner) => `  ${inner}`)];
  });
}

/** The line of one step; undefined for values and parameters, which are not computed. */
export function codeLine({ nodes }: TraceData, node: NodeData): string | undefined {
  if (node.operator === undefined) return undefined;
  const nameAt = (place: number) => nodes[place]?.name ?? "?";
  const args = node.inputs.map((input) =>
    input.name === "" ? nameAt(input.node) : `${input.name}=${nameAt(input.node)}`
  );
  const notes = [
    ...(node.uses === undefined ? [] : [`uses ${node.uses.map(nameAt).join(", ")}`]),
    ...(node.kind === "exception" ? ["fails"] : []),
  ];
  const note = notes.length === 0 ? "" : ` // ${notes.join("; ")}`;
  return `${node.name} = ${node.operator.name}(${args.join(", ")})${note}`;
}

/** What happened inside a step: its inner graph, and what statements did. */
function insideLines({ inner, statements = [] }: NodeData, expand: number): string[] {
  return [
    ...(inner === undefined ? [] : codeLines(inner, { expand: expand - 1 })),
    ...statements.map(({ line, kind, label, value, count }) => {
      const what = [kind, label, ...(value === undefined ? [] : [`= ${value}`])].join(" ");
      return `// line ${line}: ${what}${count === 1 ? "" : ` (${count} times)`}`;
    }),
  ];
}

/** What each operator does, once, in the order of first use: `[add] Adds x and y.` */
export function documentationLines(graph: TraceData): string[] {
  const lines = graph.nodes.flatMap(({ operator }) =>
    operator === undefined ? [] : [`[${operator.name}] ${operator.documentation}`.trimEnd()]
  );
  return [...new Set(lines)];
}

/**
 * What a node holds: `(number) x0 = 5`. Code and other text of several lines stands below its name, as it is.
 *
 * @param limit characters of the value; parameters are always shown whole @default 200
 */
export function valueLine(node: NodeData, limit: number = 200): string {
  const isParameter = node.kind === "parameter";
  const room = isParameter ? Infinity : limit;
  const type = node.code !== undefined
    ? "code"
    : node.kind === "exception"
    ? "exception"
    : node.value.type;
  const plain = plainText(node, room);
  if (plain !== undefined) return `(${type}) ${node.name} =\n${plain}`;
  return `(${type}) ${node.name} = ${valueText(node.value, room)}`;
}

/** Text that a reader should see as it is and not as a literal. */
function plainText({ value, code, kind }: NodeData, limit: number): string | undefined {
  if (value.kind !== "exact" || value.type !== "string") return undefined;
  const text = decodeValue(value);
  if (
    typeof text !== "string" || (code === undefined && kind !== "exception" && !text.includes("\n"))
  ) {
    return undefined;
  }
  return text.length <= limit ? text.trimEnd() : `${text.slice(0, limit)}…`;
}

/** What was said of a node: `y0: score 0.5: too small`. */
function feedbackLines({ nodes }: TraceData, { node, feedback = {} }: JudgedPlace): string[] {
  const { score, text } = feedback;
  const said = [
    ...(score === undefined ? [] : [`score ${score}`]),
    ...(text === undefined ? [] : [text]),
  ];
  return said.length === 0 ? [] : [`${nodes[node]?.name}: ${said.join(": ")}`];
}

/** What the author of a node said about it: `x0: the input`; for those that have a description. */
export function descriptionLines(nodes: readonly NodeData[]): string[] {
  return nodes.flatMap(({ name, description }) =>
    description === undefined ? [] : [`${name}: ${description}`]
  );
}
