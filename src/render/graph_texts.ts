/**
 * Writes a graph as a program: the texts of the sections for steps and values.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { inlineValues } from "./inline_values.ts";
import type { SectionTexts } from "./pieces.ts";
import { codeLine, documentationLines } from "./step_text.ts";
import { outputText, valueLines } from "./value_lines.ts";

/** The sections of a program, in order. */
export const programSectionNames = [
  "Code",
  "Documentation",
  "Variables",
  "Constraints",
  "Inputs",
  "Others",
  "Inside",
  "Outputs",
  "Feedback",
] as const;

/** A section of a program. */
export type ProgramSectionName = typeof programSectionNames[number];

/**
 * Steps as code, documentation of operators, and values. Parameters are excluded: they are variables.
 *
 * @param outputs places of the nodes with feedback
 * @param limit maximum characters of one value
 */
export function graphTexts(
  graph: TraceData,
  outputs: readonly number[],
  limit: number,
): SectionTexts<ProgramSectionName> {
  const { nodes } = graph;
  const judged = new Set(outputs);
  const inline = inlineValues(graph, outputs);
  const values = nodes.filter(({ kind }, place) =>
    kind !== "parameter" && !judged.has(place) && !inline.has(place)
  );
  const shownOutputs = nodes.filter(({ kind }, place) => kind !== "parameter" && judged.has(place));
  return {
    Code: stepLines(graph, outputs, inline),
    Documentation: documentationLines(graph),
    Inputs: valueLines(values.filter(({ operator }) => operator === undefined), limit),
    Others: valueLines(values.filter(({ operator }) => operator !== undefined), limit),
    Outputs: shownOutputs.map((node) => outputText(node, limit)),
  };
}

/** A line of code for each step. */
export function stepLines(
  graph: TraceData,
  outputs: readonly number[],
  inline: ReadonlyMap<number, string> = inlineValues(graph, outputs),
): string[] {
  return graph.nodes.flatMap((node) =>
    node.operator === undefined ? [] : [codeLine(node, graph.nodes, inline)]
  );
}
