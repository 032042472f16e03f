/**
 * Writes a problem as prompt sections within a token limit.
 *
 * The sections are those of Trace (arXiv 2406.16218, section 4), with values and code as TypeScript.
 *
 * @module
 */
import { estimateTokens } from "../model/tokens.ts";
import { feedbackTexts } from "../render/feedback_text.ts";
import { fittingProgram } from "../render/fitting_program.ts";
import { programSectionNames } from "../render/graph_texts.ts";
import { PieceWriter, sectionsCost, sectionsText } from "../render/pieces.ts";
import { valueText } from "../render/value_text.ts";
import { constraintText, variableText } from "../render/variable_text.ts";
import { historyText } from "./history_text.ts";
import type { Problem } from "../problem/problem.ts";
import type { Trial } from "../problem/trial.ts";
import { shownParameters } from "./shown_parameters.ts";

/** The sections in order. */
export const sectionNames = ["Instruction", ...programSectionNames, "History"] as const;

/** The name of a section. */
export type SectionName = typeof sectionNames[number];

/** Options of `viewProblem`. */
export interface ProblemViewOptions {
  /** Maximum tokens of all sections. Variables and feedback are never cut; other sections are. */
  readonly maxTokens: number;
  /** Maximum number of earlier trials. */
  readonly memorySize: number;
  /** Omitted sections. */
  readonly omit?: readonly SectionName[];
}

/** Maximum share of the history in the remaining tokens. */
const historyShare = 0.4;

/** The sections of a problem as one text, without empty sections. */
export function viewProblem(
  problem: Problem,
  history: readonly Trial[],
  { maxTokens, memorySize, omit = [] }: ProblemViewOptions,
): string {
  const writer = new PieceWriter(estimateTokens);
  const parameters = shownParameters(problem);
  const isShown = (name: SectionName) => !omit.includes(name);
  const names = sectionNames.filter(isShown);
  const { graph, outputs } = problem.feedback;
  const fixed = writer.sections({
    Instruction: [instructionText(problem)],
    Variables: parameters.map(variableText),
    Constraints: parameters.map(constraintText),
    Feedback: [
      ...feedbackTexts(graph, outputs, { isFailureShown: isShown("Outputs") }),
      ...judgedTexts(problem),
      ...messageTexts(problem),
    ],
  }, names);
  const room = Math.max(0, maxTokens - sectionsCost(fixed));
  const trials = memorySize === 0 || !isShown("History") ? [] : history.slice(-memorySize);
  const memory = writer.sections({
    History: [historyText(trials, parameters, Math.floor(room * historyShare))],
  }, names);
  const program = fittingProgram(problem.feedback, {
    maxCost: room - sectionsCost(memory),
    writer,
    names: programSectionNames.filter(isShown),
  });
  const sections = [...fixed, ...memory, ...program];
  return sectionsText(names.flatMap((name) => sections.filter((section) => section.name === name)));
}

/** The mean score of the current values, then score and feedback on each example. */
function judgedTexts({ judged = [] }: Problem): readonly string[] {
  const scores = judged.map(({ score }) => score);
  const known = scores.filter((score) => score !== null);
  const mean = known.length === scores.length && known.length > 1
    ? [`The current values: score ${rounded(known.reduce((sum, each) => sum + each, 0) / known.length)} on average of ${known.length} examples`]
    : [];
  return [
    ...mean,
    ...judged.map(({ score, feedback }, index) => {
      const text = feedback.trim();
      const head = `Example ${index + 1} (${score === null ? "no score" : `score ${rounded(score)}`})`;
      return text === "" ? head : `${head}:${text.includes("\n") ? "\n" : " "}${text}`;
    }),
  ];
}

function rounded(score: number): number {
  return Number(score.toPrecision(6));
}

/** The messages of a custom propagator for the parameters. */
function messageTexts({ messages = {} }: Problem): readonly string[] {
  return Object.entries(messages).flatMap(([name, all]) =>
    all.map((message) => `${name}: ${valueText(message, 1_000)}`)
  );
}

function instructionText({ objective }: Problem): string {
  const task = "Change the values of variables in #Variables so that the outputs become better, " +
    "as #Feedback asks.";
  return objective.trim() === "" ? task : `${task}\nThe objective: ${objective.trim()}`;
}
