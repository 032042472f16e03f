/**
 * Writes a graph as a program: the texts of the sections for steps and values.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import type { FoldedRun } from "./fold_steps.ts";
import { foldedLines } from "./folded_lines.ts";
import {
  type FoldedValues,
  foldedValues,
  type VaryingLoop,
  varyingLoops,
} from "./folded_values.ts";
import { inlineFields, inlineValues } from "./inline_values.ts";
import type { SectionTexts } from "./pieces.ts";
import { documentationLines } from "./step_text.ts";
import { outputTexts, type ValueLimits, valueLines } from "./value_lines.ts";

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

/** How the steps of a graph are written. */
export interface ProgramOptions {
  /** Places of the nodes with feedback, worst first. */
  readonly outputs: readonly number[];
  /** The steps as `foldSteps` gives them, so that values may be written as changes of others. @default one by one */
  readonly runs?: readonly FoldedRun[];
}

/** A graph as a program. */
export interface Program {
  /** Steps as code, and documentation of operators. */
  readonly steps: SectionTexts<ProgramSectionName>;
  /** The values. Parameters are excluded: they are variables. */
  values(limits: ValueLimits): SectionTexts<ProgramSectionName>;
}

/** Steps as code, documentation of operators, and values. */
export function graphTexts(
  graph: TraceData,
  options: ProgramOptions & ValueLimits,
): SectionTexts<ProgramSectionName> {
  const program = programOf(graph, options);
  return { ...program.steps, ...program.values(options) };
}

/** Writes a graph as a program. */
export function programOf(
  graph: TraceData,
  { outputs, runs: folded }: ProgramOptions,
): Program {
  const { nodes } = graph;
  const judged = new Set(outputs);
  const isFolded = folded !== undefined;
  const runs = folded ?? unfolded(graph);
  const loops = varyingLoops(graph, runs);
  const constants = inlineValues(graph, { outputs, named: allTaken(loops) });
  const inline = isFolded
    ? new Map([...constants, ...inlineFields(graph, outputs, constants)])
    : constants;
  const steps = {
    Code: foldedLines(graph, runs, inline),
    Documentation: documentationLines(graph, inline),
  };
  // Only the cut of a value depends on the limits.
  let lines: readonly ReturnType<typeof valueLines>[] | undefined;
  const prepared = () => {
    const listed = [...nodes.keys()].filter((place) =>
      nodes[place]?.kind !== "parameter" && !judged.has(place) && !inline.has(place)
    );
    const isMade = (place: number) => nodes[place]?.operator !== undefined;
    return [listed.filter((place) => !isMade(place)), listed.filter(isMade)].map((places) =>
      valueLines(
        graph,
        isFolded ? foldedValues(graph, runs, { loops, places }) : wholeValues(places),
      )
    );
  };
  return {
    steps,
    values(limits) {
      const [inputs, others] = lines ??= prepared();
      const results = [...judged].map((place) => nodes[place]!); // places of the graph
      return {
        Inputs: inputs!(limits), // one writer for each list
        Others: others!(limits),
        Outputs: outputTexts(results.filter(({ kind }) => kind !== "parameter"), limits.limit),
      };
    },
  };
}

/** A line of code for each step. */
export function stepLines(graph: TraceData, outputs: readonly number[]): string[] {
  return foldedLines(graph, unfolded(graph), inlineValues(graph, { outputs }));
}

/** All steps one by one. */
function unfolded({ nodes }: TraceData): readonly FoldedRun[] {
  const steps = [...nodes.keys()].filter((place) => nodes[place]?.operator !== undefined);
  return [{ steps, blocks: [{ kind: "steps", steps }] }];
}

function wholeValues(places: readonly number[]): FoldedValues {
  return { items: places.map((place) => ({ kind: "value", place, isRepeat: false })), hidden: [] };
}

/** The values that differ between the turns of a loop: they keep their names, so that they can be listed. */
function allTaken(loops: readonly VaryingLoop[]): ReadonlySet<number> {
  return new Set(loops.flatMap(({ taken }) => taken.flat()));
}
