/**
 * Fits the text of a graph into a budget.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { graphTexts, type ProgramSectionName } from "./graph_texts.ts";
import { insideTexts } from "./inside_section.ts";
import { largestView } from "./largest_view.ts";
import { type PieceWriter, type Section, sectionsCost } from "./pieces.ts";

/**
 * Characters of a value: as many as may be, and as many as it keeps when steps have to be left out. A few steps with
 * readable values are worth more than many with cut ones.
 */
const roomyLimit = 2_000;
const tightLimit = 500;

/** Bounds of the Inside section, however large the budget is. */
const insideBudget = 1_500;
const maxStepsEach = 3;

/** What is written, and what it may cost. */
export interface FittingOptions {
  /** Cost of all sections at most, in the unit of `writer`. */
  readonly budget: number;
  readonly writer: PieceWriter;
  /** The sections that are shown, in their order. */
  readonly names: readonly ProgramSectionName[];
}

/**
 * The sections of steps and values within a budget. When they do not fit, values are shortened first; then steps are
 * left out, those farthest from outputs and parameters first, and marked `…`. The rest of the budget shows what happened
 * inside the steps. The outputs are always shown.
 */
export function fittingProgram(
  { graph, outputs }: FeedbackGraph,
  { budget, writer, names }: FittingOptions,
): Section<ProgramSectionName>[] {
  const judged = outputs.map(({ node }) => node);
  for (const limit of [roomyLimit, tightLimit]) {
    const texts = graphTexts(graph, judged, limit);
    const left = budget - sectionsCost(writer.sections(texts, names));
    if (left < 0) continue;
    const options = { maxStepsEach, budget: Math.min(left, insideBudget) };
    return writer.sections({ ...texts, Inside: insideTexts(graph, writer, options) }, names);
  }
  const sectionsOf = (view: Pick<FeedbackGraph, "graph"> & { outputs: readonly number[] }) =>
    writer.sections(graphTexts(view.graph, view.outputs, tightLimit), names);
  return sectionsOf(largestView(graph, {
    outputs: judged,
    budget,
    price: (view) => sectionsCost(sectionsOf(view)),
  }));
}
