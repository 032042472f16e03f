/**
 * Shows one step of a graph: as a line of code, and its value.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { nodeValueText } from "./value_text.ts";

/** The nodes of a graph, which parameters among them are code, and which values stand in the code itself. */
export interface GraphText {
  readonly nodes: TraceData["nodes"];
  readonly codeNames: ReadonlySet<string>;
  /** Texts of values that are written in place of their names, by place. */
  readonly inline: ReadonlyMap<number, string>;
}

/**
 * `const add0 = add(x: w, y: 1);`. A function that is itself a variable is called by its name; variables that are functions
 * and were used by another one stand behind the line.
 */
export function codeLine(node: NodeData, { nodes, codeNames, inline }: GraphText): string {
  const inputs = node.inputs.map(({ name, node: place }) => ({
    name,
    value: nodes[place]?.name ?? "?",
    text: inline.get(place) ?? nodes[place]?.name ?? "?",
  }));
  const [code, rest] = partition(inputs, ({ value }) => codeNames.has(value));
  const own = code.find(({ name }) => name === "code");
  const callee = own?.value ?? node.operator?.name ?? "?";
  const args = rest.map(({ name, text }) => name === "" ? text : `${name}: ${text}`);
  const uses = [
    ...code.filter((input) => input !== own).map(({ value }) => value),
    ...(node.uses ?? []).map((place) => nodes[place]?.name ?? "?"),
  ];
  const note = uses.length === 0 ? "" : ` // uses ${[...new Set(uses)].join(", ")}`;
  return `const ${node.name} = ${callee}(${args.join(", ")});${note}`;
}

/** What a step's operator does; empty when nobody said. */
export function documentationLine({ operator }: NodeData): string {
  if (operator === undefined || operator.documentation === "") return "";
  return `[${operator.name}] ${operator.documentation}`;
}

/**
 * `const add0 = 3;`, with what is known of the node behind it.
 *
 * @param twins names of other nodes with the same value
 */
export function valueLine(node: NodeData, limit: number, twins: readonly string[] = []): string {
  const notes = [
    ...(node.description === undefined ? [] : [node.description.replaceAll("\n", " ")]),
    ...(twins.length === 0
      ? []
      : [`${twins.join(", ")} ${twins.length === 1 ? "is" : "are"} the same`]),
  ];
  const note = notes.length === 0 ? "" : ` // ${notes.join(" ")}`;
  return `const ${node.name} = ${nodeValueText(node.value, limit)};${note}`;
}

/** An output; a failed one with the source around the line that failed. */
export function outputText(node: NodeData, limit: number): string {
  const { failure } = node;
  if (failure === undefined) return valueLine(node, Math.max(limit, 500));
  const head = `${node.name} failed: ${failure.name}: ${failure.message}`;
  return failure.full.includes("\n") ? `${head}\n${failure.full}` : head;
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  const { first = [], second = [] } = Object.groupBy(
    items,
    (item) => isFirst(item) ? "first" : "second",
  );
  return [first, second];
}
