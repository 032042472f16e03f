/**
 * A problem as the sections of a prompt, within a number of tokens.
 *
 * The sections are those of Trace (arXiv 2406.16218, section 4), with values and code in the terms of TypeScript.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import type { Feedback } from "../trace/feedback.ts";
import { graphSections } from "./graph_sections.ts";
import { historyText } from "./history_text.ts";
import type { ParameterState, Problem, Trial } from "../problem/proposer.ts";
import { schemaText } from "./schema_text.ts";
import { shownParameters } from "./shown_parameters.ts";
import { variableText } from "./variable_text.ts";

/** The sections in the order in which they stand. */
export const sectionNames = [
  "Instruction",
  "Code",
  "Documentation",
  "Variables",
  "Constraints",
  "Inputs",
  "Others",
  "Inside",
  "Outputs",
  "Feedback",
  "History",
] as const;

/** One section. */
export type SectionName = typeof sectionNames[number];

/** How a problem is shown. */
export interface ViewOptions {
  /** Tokens of all sections together. Variables and feedback are never cut; the rest gives way to them. */
  readonly maxTokens: number;
  /** Earlier tries shown at most. */
  readonly memorySize: number;
  /** Sections that are not shown. */
  readonly omit?: readonly SectionName[];
}

/** The sections of a problem as one text; sections with nothing to show are left out. */
export function viewProblem(
  problem: Problem,
  history: readonly Trial[],
  options: ViewOptions,
): string {
  const parameters = shownParameters(problem);
  const omit = new Set<SectionName>(options.omit);
  const fixed = {
    Instruction: instructionText(problem),
    Variables: parameters.map(variableText).join("\n"),
    Constraints: parameters.flatMap(constraintText).join("\n"),
    Feedback: feedbackText(problem, { isFailureShown: !omit.has("Outputs") }),
  };
  const room = options.maxTokens - estimateTokens(Object.values(fixed).join("\n")) -
    5 * sectionNames.length;
  const trials = omit.has("History") || options.memorySize === 0
    ? []
    : history.slice(-options.memorySize);
  const memory = historyText(trials, parameters, Math.max(0, Math.floor(room * 0.4)));
  const codeNames = new Set(
    problem.parameters.flatMap(({ kind, name }) => kind === "code" ? [name] : []),
  );
  const graphRoom = Math.max(0, room - estimateTokens(memory));
  const graph = graphSections(problem.feedback, codeNames, graphRoom);
  const texts: Record<SectionName, string> = {
    ...fixed,
    Code: graph.code,
    Documentation: graph.documentation,
    Inputs: graph.inputs,
    Others: graph.others,
    Inside: graph.inside,
    Outputs: graph.outputs,
    History: memory,
  };
  return sectionNames.filter((name) => texts[name] !== "" && !omit.has(name))
    .map((name) => `#${name}\n${texts[name]}`).join("\n\n");
}

function instructionText({ objective }: Problem): string {
  const task = "Change the values of variables in #Variables so that the outputs become better, " +
    "as #Feedback asks.";
  return objective.trim() === "" ? task : `${task}\nThe objective: ${objective.trim()}`;
}

function constraintText(
  { name, description = "", jsonSchema = {}, signature, kind }: ParameterState,
): string[] {
  const schema = schemaText(jsonSchema);
  const sentences = [
    description.trim(),
    ...(schema === "" ? [] : [`Must be: ${schema}`]),
    ...(kind === "code" && signature !== undefined ? [`Head to keep: \`${signature}\``] : []),
  ].filter((sentence) => sentence !== "");
  return sentences.length === 0
    ? []
    : [`${name}: ${sentences.map((text) => text.replace(/(?<![.!?])$/, ".")).join(" ")}`];
}

/** @param options whether failures are shown with the outputs, and need not be told again */
function feedbackText(
  { feedback: { graph, outputs } }: Problem,
  { isFailureShown }: { readonly isFailureShown: boolean },
): string {
  return outputs.map(({ node, feedback }) => {
    const { name = "output", failure } = graph.nodes[node] ?? {};
    const numbers = numbersText(feedback);
    const told = feedback.text?.trim() ?? "";
    const text = failure?.full.includes("\n") && isFailureShown
      ? told.replace(`\n${failure.full}`, () => " (see #Outputs)")
      : told;
    const head = `${name}${numbers === "" ? "" : ` (${numbers})`}`;
    return text === "" ? head : `${head}:${text.includes("\n") ? "\n" : " "}${text}`;
  }).join("\n");
}

function numbersText({ score, metrics }: Feedback): string {
  const numbers = Object.entries({ ...(score === undefined ? {} : { score }), ...metrics });
  return numbers.map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`).join(", ");
}
