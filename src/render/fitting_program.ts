/**
 * Fits the text of a graph into a token or character limit.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { graphTexts, type ProgramSectionName } from "./graph_texts.ts";
import { insideTexts } from "./inside_section.ts";
import { largestView } from "./largest_view.ts";
import { fittingTexts } from "./fitting_texts.ts";
import { type PieceWriter, type Section, sectionsCost, type SectionTexts } from "./pieces.ts";

/**
 * Characters of a value: the maximum, and the minimum before steps are omitted. A few steps with readable values
 * are more useful than many with cut values.
 */
const roomyLimit = 2_000;
const tightLimit = 500;

/** Bounds of the Inside section, for any limit. */
const maxInsideCost = 1_500;
const maxStepsEach = 3;

/** The sections and their maximum cost. */
export interface FittingOptions {
  /** Maximum cost of all sections, in the unit of `writer`. */
  readonly maxCost: number;
  readonly writer: PieceWriter;
  /** The sections to show, in order. */
  readonly names: readonly ProgramSectionName[];
}

/**
 * The sections of steps and values within a cost limit. When they do not fit, values are shortened first; then
 * steps are omitted, those farthest from outputs and parameters first, and marked `…`. Remaining space shows the
 * inside of steps. Outputs are cut last.
 */
export function fittingProgram(
  { graph, outputs }: FeedbackGraph,
  { maxCost, writer, names }: FittingOptions,
): Section<ProgramSectionName>[] {
  const judged = outputs.map(({ node }) => node);
  for (const limit of [roomyLimit, tightLimit]) {
    const texts = graphTexts(graph, judged, limit);
    const left = maxCost - sectionsCost(writer.sections(texts, names));
    if (left < 0) continue;
    const options = { maxStepsEach, maxCost: Math.min(left, maxInsideCost) };
    return writer.sections({ ...texts, Inside: insideTexts(graph, writer, options) }, names);
  }
  const sectionsOf = (view: Pick<FeedbackGraph, "graph"> & { outputs: readonly number[] }) =>
    writer.sections(graphTexts(view.graph, view.outputs, tightLimit), names);
  const view = largestView(graph, {
    outputs: judged,
    maxCost,
    cost: (view) => sectionsCost(sectionsOf(view)),
  });
  const sections = sectionsOf(view);
  if (sectionsCost(sections) <= maxCost) return sections;
  return cutSections(graphTexts(view.graph, view.outputs, tightLimit), { maxCost, writer, names });
}

/** The order in which sections get room where not even the outputs fit. */
const urgency: readonly ProgramSectionName[] = [
  "Outputs",
  "Code",
  "Documentation",
  "Inputs",
  "Others",
];

/** The beginnings of the sections: each takes what the more urgent ones leave. */
function cutSections(
  texts: SectionTexts<ProgramSectionName>,
  { maxCost, writer, names }: FittingOptions,
): Section<ProgramSectionName>[] {
  let left = maxCost;
  const fitting: { [Name in ProgramSectionName]?: readonly string[] } = {};
  for (const name of urgency.filter((name) => names.includes(name))) {
    const cost = (some: readonly string[]) =>
      sectionsCost(writer.sections({ [name]: some }, [name]));
    const { texts: kept } = fittingTexts(texts[name] ?? [], { maxCost: left, cost });
    fitting[name] = kept;
    left -= cost(kept);
  }
  return writer.sections(fitting, names);
}
