/**
 * Prints a graph as text, as in a prompt.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import { feedbackTexts, type JudgedPlace } from "./feedback_text.ts";
import {
  graphTexts,
  type ProgramSectionName,
  programSectionNames,
  stepLines,
} from "./graph_texts.ts";
import { fittingInsides, rankedInsides } from "./inside_section.ts";
import { lastPlaces } from "./minimal_subgraph.ts";
import { PieceWriter, type Section, sectionsText } from "./pieces.ts";
import { constraintText, variableOf, variableText } from "./variable_text.ts";

/** Options of `renderText`. */
export interface RenderTextOptions {
  /** The nodes with feedback; a `FeedbackGraph` has them. @default the ends of the graph */
  readonly outputs?: readonly JudgedPlace[];
  /** Maximum characters of one value; parameters are not cut. @default 200 */
  readonly valueLimit?: number;
  /** Depth of the inside of steps: 1 for the calls of a step, 2 for calls within these. @default 0 */
  readonly expand?: number;
}

/**
 * The whole graph as text, in the sections Code, Documentation, Variables, Constraints, Inputs, Others, Inside,
 * Outputs and Feedback, without empty ones. Prompts contain the same text.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { renderText } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * const text = renderText(toTraceData([w.mul(3)]));
 * assertEquals(text.split("\n").slice(0, 2), ["#Code", "const mul0 = mul(x: w, y: 3);"]);
 * ```
 */
export function renderText(graph: TraceData, options: RenderTextOptions = {}): string {
  return sectionsText(textSections(graph, options, new PieceWriter(() => 0)));
}

/** The sections of `renderText`. */
export function textSections(
  graph: TraceData,
  options: RenderTextOptions,
  writer: PieceWriter,
): Section<ProgramSectionName>[] {
  const { valueLimit = 200, expand = 0 } = options;
  const outputs = options.outputs?.map(({ node }) => node) ?? lastPlaces(graph);
  const variables = graph.nodes.filter(({ kind }) => kind === "parameter").map(variableOf);
  return writer.sections({
    ...graphTexts(graph, { outputs, limit: valueLimit }),
    Variables: variables.map(variableText),
    Constraints: variables.map(constraintText),
    Inside: expand === 0 ? [] : fittingInsides(rankedInsides(graph, { depth: expand }), writer),
    Feedback: feedbackTexts(graph, options.outputs ?? [], { isOutputShown: true }),
  }, programSectionNames);
}

/**
 * One line per step, in order: `const add0 = add(x: x0, y: w);`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { codeLines } from "@opto/opto/render";
 * import { toTraceData } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * assertEquals(codeLines(toTraceData([w.mul(3)])), ["const mul0 = mul(x: w, y: 3);"]);
 * ```
 */
export function codeLines(graph: TraceData): string[] {
  return stepLines(graph, lastPlaces(graph));
}
