/**
 * Writes a graph as a program: the texts of the sections for steps and values.
 *
 * @module
 */
import type { TraceData } from "../trace/data/graph_data.ts";
import type { FoldedRun } from "./fold_steps.ts";
import { foldedLines } from "./folded_lines.ts";
import { argumentsOf, type FoldedValues, foldedValues } from "./folded_values.ts";
import { inlineFields, inlineValues } from "./inline_values.ts";
import type { SectionTexts } from "./pieces.ts";
import { documentationLines } from "./step_text.ts";
import { outputTexts, valueLines } from "./value_lines.ts";

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

/** Maximum lengths of values. */
export interface ValueLimits {
  /** Maximum characters of one value. */
  readonly limit: number;
  /** Maximum characters of one value in a run whose steps are those of another. @default limit */
  readonly repeatLimit?: number;
}

/** A graph as a program. */
export interface Program {
  /** Steps as code, and documentation of operators. */
  readonly steps: SectionTexts<ProgramSectionName>;
  /** The same with the values. Parameters are excluded: they are variables. */
  withValues(limits: ValueLimits): SectionTexts<ProgramSectionName>;
}

/** Steps as code, documentation of operators, and values. */
export function graphTexts(
  graph: TraceData,
  options: ProgramOptions & ValueLimits,
): SectionTexts<ProgramSectionName> {
  return programOf(graph, options).withValues(options);
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
  const constants = inlineValues(graph, { outputs, named: varyingArguments(graph, runs) });
  const inline = isFolded
    ? new Map([...constants, ...inlineFields(graph, outputs, constants)])
    : constants;
  const steps = {
    Code: foldedLines(graph, runs, inline),
    Documentation: documentationLines(graph, inline),
  };
  return {
    steps,
    withValues({ limit, repeatLimit = limit }) {
      const listed = [...nodes.keys()].filter((place) =>
        nodes[place]?.kind !== "parameter" && !judged.has(place) && !inline.has(place)
      );
      const linesOf = (places: readonly number[]) =>
        valueLines(
          graph,
          isFolded
            ? foldedValues(graph, runs, { places, limit, repeatLimit })
            : wholeValues(places, limit),
        );
      const isMade = (place: number) => nodes[place]?.operator !== undefined;
      return {
        ...steps,
        Inputs: linesOf(listed.filter((place) => !isMade(place))),
        Others: linesOf(listed.filter(isMade)),
        Outputs: outputTexts(
          [...judged].map((place) => nodes[place]!).filter((node) =>
            // places of the graph
            node.kind !== "parameter"
          ),
          limit,
        ),
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

function wholeValues(places: readonly number[], limit: number): FoldedValues {
  return { items: places.map((place) => ({ kind: "value", place, limit })), hidden: [] };
}

/** The values that differ between the turns of a loop: they keep their names, so that they can be listed. */
function varyingArguments(graph: TraceData, runs: readonly FoldedRun[]): ReadonlySet<number> {
  const loops = runs.flatMap(({ blocks }) => blocks).filter((block) => block.kind === "loop");
  return new Set(loops.flatMap((loop) => argumentsOf(graph, loop).flat()));
}
