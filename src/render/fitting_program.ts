/**
 * Fits the text of a graph into a token or character limit.
 *
 * @module
 */
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { graphTexts, programOf, type ProgramSectionName } from "./graph_texts.ts";
import { foldSteps, shownSteps } from "./fold_steps.ts";
import { fittingInsides, rankedInsides } from "./inside_section.ts";
import { largestView } from "./largest_view.ts";
import type { GraphView } from "./partial_graph.ts";
import { fittingTexts } from "./fitting_texts.ts";
import { type PieceWriter, type Section, sectionsCost, type SectionTexts } from "./pieces.ts";

/**
 * Characters of a value, and of one in a run whose steps are those of another: the maximum; where that takes more than a fifth
 * of the room, less of the repeated runs; and the minimum before steps are omitted. A few steps with readable values are more
 * useful than many with cut values.
 */
const limits = [
  { limit: 2_000, repeatLimit: 2_000, share: 1 / 5 },
  { limit: 2_000, repeatLimit: 240, share: 1 },
  { limit: 500, repeatLimit: 120, share: 1 },
] as const;

/** The limits of a graph whose steps do not all fit. */
const tight = { limit: 500, repeatLimit: 500 };

/** Bounds of the Inside section, for any limit; and its share, which steps and values do not take. */
const maxInsideCost = 1_000;
const maxStepsEach = 2;
const insideShare = 0.15;

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
 * steps are omitted, those farthest from outputs and parameters first, and marked `…`. The inside of steps has a share of its
 * own, and what the others leave. Outputs are cut last.
 *
 * @param feedback the graph, worst outputs first
 */
export function fittingProgram(
  { graph, outputs }: FeedbackGraph,
  options: FittingOptions,
): Section<ProgramSectionName>[] {
  const { maxCost, writer, names } = options;
  const judged = outputs.map(({ node }) => node);
  const runs = foldSteps(graph, judged);
  const order = shownSteps(runs);
  const insides = names.includes("Inside") ? rankedInsides(graph, { order, maxStepsEach }) : [];
  const insideWithin = (cost: number) =>
    fittingInsides(insides, writer, Math.min(Math.floor(cost), maxInsideCost));
  const reserved = costOfInside(insideWithin(maxCost * insideShare), options);
  const room = maxCost - reserved;
  const tightTexts = ({ graph, outputs }: Pick<GraphView, "graph" | "outputs">) =>
    graphTexts(graph, { outputs, ...tight, runs: foldSteps(graph, outputs) });
  const costOf = (texts: SectionTexts<ProgramSectionName>) =>
    sectionsCost(writer.sections(texts, names));
  const withInside = (texts: SectionTexts<ProgramSectionName>) =>
    writer.sections({ ...texts, Inside: insideWithin(maxCost - costOf(texts)) }, names);

  const program = programOf(graph, { outputs: judged, runs });
  const stepsCost = costOf(program.steps);
  const tried = stepsCost <= room ? limits : [];
  for (const { share, ...limit } of tried) {
    const values = program.values(limit);
    const isFitting = stepsCost + costOf(values) <= room * share;
    if (isFitting) return withInside({ ...program.steps, ...values });
  }
  const written = new WeakMap<GraphView, SectionTexts<ProgramSectionName>>();
  const view = largestView(graph, {
    outputs: judged,
    maxCost: room,
    cost: (view) => {
      const texts = tightTexts(view);
      written.set(view, texts);
      return costOf(texts);
    },
  });
  const texts = written.get(view)!; // the view was priced
  return costOf(texts) <= room ? withInside(texts) : cutSections(texts, options);
}

function costOfInside(texts: readonly string[], { writer, names }: FittingOptions): number {
  return sectionsCost(writer.sections({ Inside: texts }, names));
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
