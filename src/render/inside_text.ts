/**
 * Writes the inside of one step: statements, calls and console lines.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { ConsoleLine } from "../../sandbox/protocol.ts";
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { statementLines } from "./statement_text.ts";
import { dataText } from "./value_text.ts";

/** Maximum number of lines with statements: of the step's own code, and of the code that it used together. */
const maxStatementLines = 60;
/** Maximum number of other entries of each kind. */
const maxUnits = 20;
const maxCalls = 20;
const maxConsoleLines = 20;

/**
 * The recorded inside of one step, in bounded length and without the step's name; empty when nothing was recorded.
 *
 * @param nodes nodes of the step's graph, including the code that ran
 * @param depth depth of nested calls
 */
export function insideText(step: NodeData, nodes: TraceData["nodes"], depth: number): string {
  const { statements = [], inner, console = [], isTruncated } = step;
  if (statements.length === 0 && inner === undefined && console.length === 0) return ""; // most steps
  const innerNodes = inner?.nodes ?? [];
  const calls = innerNodes.filter(({ operator }) => operator !== undefined);
  const byUnit = Map.groupBy(statements, ({ unit }) => unit);
  const own = step.operator?.name ?? "";
  const ownEvents = byUnit.get(own) ?? [];
  byUnit.delete(own);
  const maxLinesOfUsed = Math.ceil(maxStatementLines / Math.max(1, byUnit.size));
  const lines = [
    ...statementLines(ownEvents, sourceOf(own, step, nodes), maxStatementLines),
    ...[...byUnit].slice(0, maxUnits).flatMap(([unit, events]) => [
      `in ${unit}:`,
      ...statementLines(events, sourceOf(unit, step, nodes), maxLinesOfUsed).map((line) =>
        `  ${line}`
      ),
    ]),
    ...calls.slice(0, maxCalls).flatMap((call) => [
      callText(call, innerNodes),
      ...(depth > 1 ? indentedLines(insideText(call, innerNodes, depth - 1)) : []),
    ]),
    ...console.slice(0, maxConsoleLines).map(consoleText),
  ];
  const isCut = isTruncated || byUnit.size > maxUnits || calls.length > maxCalls ||
    console.length > maxConsoleLines;
  return [...lines, ...(isCut && lines.length > 0 ? ["…"] : [])].join("\n");
}

function indentedLines(text: string): string[] {
  return text === "" ? [] : [text.replaceAll(/^/gm, "  ")];
}

/** The source of a unit: the step's own code, or code it used. */
function sourceOf(
  unit: string,
  { operator, inputs }: NodeData,
  nodes: TraceData["nodes"],
): string | undefined {
  const name = unit === operator?.name ? "code" : unit;
  const value = nodes[inputs.find((input) => input.name === name)?.node ?? -1]?.value;
  const source = value?.kind === "exact" ? decodeValue(value) : undefined;
  return typeof source === "string" ? source : undefined;
}

/** `clamp(x: 5) gave 3`, with values instead of names, because the inner graph is not shown elsewhere. */
function callText(call: NodeData, nodes: TraceData["nodes"]): string {
  const args = call.inputs.flatMap(({ name, node: place }) => {
    const node = nodes[place];
    return node === undefined || node.code !== undefined
      ? []
      : [`${name}: ${dataText(node.value, 40)}`];
  });
  return `${call.operator?.name}(${args.join(", ")}) gave ${dataText(call.value, 80)}`;
}

function consoleText({ level, text }: ConsoleLine): string {
  return `console.${level}: ${shortText(text, 200)}`;
}
