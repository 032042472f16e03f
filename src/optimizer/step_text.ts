/**
 * Shows one step of a graph: as a line of code, and its value.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/graph_data.ts";
import { nodeValueText } from "./value_text.ts";

/** The nodes of a graph, and which parameters among them are code. */
export interface GraphText {
  readonly nodes: TraceData["nodes"];
  readonly codeNames: ReadonlySet<string>;
}

/**
 * `const add0 = add(x: w, y: y0);`. A function that is itself a variable is called by its name; variables that are functions
 * and were used by another one stand behind the line.
 */
export function codeLine(node: NodeData, { nodes, codeNames }: GraphText): string {
  const inputs = node.inputs.map(({ name, node }) => ({ name, value: nodes[node]?.name ?? "?" }));
  const [code, rest] = partition(inputs, ({ value }) => codeNames.has(value));
  const own = code.find(({ name }) => name === "code");
  const callee = own?.value ?? node.operator?.name ?? "?";
  const args = rest.map(({ name, value }) => name === "" ? value : `${name}: ${value}`);
  const uses = [
    ...code.filter((input) => input !== own).map(({ value }) => value),
    ...(node.uses ?? []).map((place) => nodes[place]?.name ?? "?"),
  ];
  const note = uses.length === 0 ? "" : ` // uses ${[...new Set(uses)].join(", ")}`;
  return `const ${node.name} = ${callee}(${args.join(", ")});${note}`;
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  const { first = [], second = [] } = Object.groupBy(
    items,
    (item) => isFirst(item) ? "first" : "second",
  );
  return [first, second];
}

/** What a step's operator does; empty when nobody said. */
export function documentationLine(
  { name, documentation }: NonNullable<NodeData["operator"]>,
): string {
  return documentation === "" ? "" : `[${name}] ${documentation}`;
}

/** `const add0 = 3;`, with the node's description behind it. */
export function valueLine(node: NodeData, limit: number): string {
  const note = node.description === undefined
    ? ""
    : ` // ${node.description.replaceAll("\n", " ")}`;
  return `const ${node.name} = ${nodeValueText(node.value, limit)};${note}`;
}

/** An output; a failed one with the source around the line that failed. */
export function outputText(node: NodeData, limit: number): string {
  const { failure } = node;
  if (failure === undefined) return valueLine(node, Math.max(limit, 500));
  const head = `${node.name} failed: ${failure.name}: ${failure.message}`;
  return failure.full.includes("\n") ? `${head}\n${failure.full}` : head;
}
