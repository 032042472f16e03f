/**
 * Shows one step of a graph: as a line of code, its value, and what happened inside it.
 *
 * @module
 */
import type { StatementEvent } from "../../sandbox/protocol.ts";
import type { NodeData, TraceData } from "../trace/graph_data.ts";
import { nodeValueText } from "./value_text.ts";

/** The nodes of a graph, and which parameters among them are code. */
export interface GraphText {
  readonly nodes: TraceData["nodes"];
  readonly codeNames: ReadonlySet<string>;
}

/** `const add0 = add(x: w, y: y0);`, where a function that is itself a variable is called by its name. */
export function codeLine(node: NodeData, { nodes, codeNames }: GraphText): string {
  const name = (place: number) => nodes[place]?.name ?? "?";
  const code = node.inputs.find(({ node: place }) => codeNames.has(name(place)));
  const callee = code === undefined ? node.operator?.name ?? "?" : name(code.node);
  const args = node.inputs.filter((input) => input !== code)
    .map((input) => `${input.name === "" ? "" : `${input.name}: `}${name(input.node)}`);
  const unseen = (node.uses ?? []).map(name);
  const uses = unseen.length === 0 ? "" : ` // also uses ${unseen.join(", ")}`;
  return `const ${node.name} = ${callee}(${args.join(", ")});${uses}`;
}

/** What a step's operator does. */
export function documentationLine(
  { name, documentation }: NonNullable<NodeData["operator"]>,
): string {
  return `[${name}] ${documentation}`;
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

/** Statements, calls and console lines of one step; each kind bounded. */
export function insideText(
  { name, statements = [], inner, console = [], isTruncated }: NodeData,
  codeNames: ReadonlySet<string>,
): string {
  const calls = (inner?.nodes ?? []).filter(({ operator }) => operator !== undefined);
  const lines = [
    ...statements.slice(0, 40).map(statementText),
    ...calls.slice(0, 20).map((node) =>
      `  ${codeLine(node, { nodes: inner?.nodes ?? [], codeNames })} // ${
        nodeValueText(node.value, 80)
      }`
    ),
    ...console.slice(0, 20).map(({ level, text }) => `  console.${level}: ${text.slice(0, 200)}`),
  ];
  if (lines.length === 0) return "";
  const isCut = isTruncated || statements.length > 40 || calls.length > 20 || console.length > 20;
  return [`Inside ${name}:`, ...lines, ...(isCut ? ["  …"] : [])].join("\n");
}

/** `  line 3: best = [0, 1] (64 times)`, by line of the function's source. */
function statementText({ line, kind, label, value = "", count }: StatementEvent): string {
  const what = {
    assign: `${label} = ${value}`,
    branch: `took ${label}`,
    loop: label,
    return: `return ${value}`,
    throw: `throw ${value}`,
  }[kind];
  return `  line ${line}: ${what}${count === 1 ? "" : ` (${count} times)`}`;
}
