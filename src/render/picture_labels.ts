/**
 * Writes the labels of drawings, with limited lines and line lengths.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import type { JudgedPlace } from "./feedback_text.ts";
import { gapOperator } from "./partial_graph.ts";
import { dataText } from "./value_text.ts";

/** Maximum number of named arguments of a call. */
const maxArguments = 6;

/** Maximum characters of a value written into a call. */
const inlineLength = 12;

const lineLength = 34;
const codeLineLength = 48;
const maxLines = 7;

/** Whether the value of a node is short enough to be written into a call. */
export function isShortValue({ value }: NodeData): boolean {
  return dataText(value, inlineLength + 1).length <= inlineLength;
}

/**
 * `add(x, y: 1)`: the call of a node's operator; undefined for a node without one.
 *
 * @param isInline whether the value at a place is written into calls
 */
export function callLabel(
  { operator, inputs }: NodeData,
  { nodes }: TraceData,
  isInline: (place: number) => boolean,
): string | undefined {
  if (operator === undefined) return undefined;
  if (operator.name === gapOperator.name) return "steps left out";
  const named = inputs.slice(0, maxArguments).map(({ name, node: place }) =>
    isInline(place) ? `${name}: ${dataText(nodes[place]!.value, inlineLength)}` : name // inputs are places of the graph
  );
  const more = inputs.length > maxArguments ? ["…"] : [];
  return `${operator.name}(${[...named, ...more].join(", ")})`;
}

/** The value of a node as lines; code, errors and other multi-line text keep their line breaks. */
export function valueLabel(node: NodeData, limit: number): readonly string[] {
  const { value } = node;
  const plain = value.kind === "exact" && value.type === "string"
    ? String(decodeValue(value))
    : undefined;
  const isBlock = plain !== undefined &&
    (node.code !== undefined || node.kind === "exception" || plain.includes("\n"));
  if (!isBlock) return firstLines(dataText(value, limit).split("\n").flatMap(wrap));
  const lines = shortText(plain, limit * 4).split("\n");
  return firstLines(lines.map((line) => shortText(line.trimEnd(), codeLineLength)));
}

/** Score and words of a feedback as lines. */
export function feedbackLabel(feedback: JudgedPlace["feedback"] = {}, limit: number): string[] {
  const { score, feedback: words } = feedback;
  return [
    ...(score === undefined ? [] : [`score ${Number(score.toPrecision(4))}`]),
    ...(words === undefined
      ? []
      : firstLines(shortText(words, limit * 2).split("\n").flatMap(wrap))),
  ];
}

/** Breaks long lines, at a space if possible. */
function wrap(line: string): string[] {
  const pieces: string[] = [];
  let rest = line.trimEnd();
  while (rest.length > lineLength) {
    const space = rest.lastIndexOf(" ", lineLength);
    const end = space > lineLength / 2 ? space : lineLength;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest];
}

function firstLines(lines: readonly string[]): readonly string[] {
  return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), "…"];
}
