/**
 * Shows what happened inside one step of a graph: statements, calls and console lines.
 *
 * @module
 */
import type { ConsoleLine, StatementEvent } from "../../sandbox/protocol.ts";
import type { NodeData, TraceData } from "../trace/graph_data.ts";
import { nodeValueText } from "./value_text.ts";

/** How many of each kind are shown. */
const maxStatements = 40;
const maxCalls = 20;
const maxConsoleLines = 20;

/** A debugger's view of one step, in bounded length; empty when nothing is known of its inside. */
export function insideText(
  { name, statements = [], inner, console = [], isTruncated }: NodeData,
  codeNames: ReadonlySet<string>,
): string {
  const nodes = inner?.nodes ?? [];
  const calls = nodes.filter(({ operator }) => operator !== undefined);
  const lines = [
    ...statements.slice(0, maxStatements).map(statementText),
    ...calls.slice(0, maxCalls).map((call) => callText(call, nodes, codeNames)),
    ...console.slice(0, maxConsoleLines).map(consoleText),
  ];
  if (lines.length === 0) return "";
  const isCut = isTruncated || statements.length > maxStatements || calls.length > maxCalls ||
    console.length > maxConsoleLines;
  return [`Inside ${name}:`, ...lines, ...(isCut ? ["…"] : [])].join("\n  ");
}

/** `line 3: best = [0, 1] (64 times)`, by line of the function's source. */
function statementText({ line, kind, label, value = "", count }: StatementEvent): string {
  const what = {
    assign: `${label} = ${value}`,
    branch: `took ${label}`,
    loop: label,
    return: `return ${value}`,
    throw: `throw ${value}`,
  }[kind];
  return `line ${line}: ${what}${count === 1 ? "" : ` (${count} times)`}`;
}

/** `clamp(x: 5) gave 3`, with values in place of names: the inner graph is not shown otherwise. */
function callText(
  call: NodeData,
  nodes: TraceData["nodes"],
  codeNames: ReadonlySet<string>,
): string {
  const args = call.inputs.flatMap(({ name, node: place }) => {
    const node = nodes[place];
    return node === undefined || codeNames.has(node.name)
      ? []
      : [`${name}: ${nodeValueText(node.value, 40)}`];
  });
  return `${call.operator?.name}(${args.join(", ")}) gave ${nodeValueText(call.value, 80)}`;
}

function consoleText({ level, text }: ConsoleLine): string {
  return `console.${level}: ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`;
}
