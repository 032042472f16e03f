/**
 * A problem as the sections of a prompt, within a number of tokens.
 *
 * The sections are those of Trace (arXiv 2406.16218, section 4), with values and code in the terms of TypeScript.
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

/** The sections in the order in which they stand. */
export const sectionNames = ["Instruction", ...programSectionNames, "History"] as const;

/** Name of one section of a problem's text. */
export type SectionName = typeof sectionNames[number];

/** How a problem is shown. */
export interface ProblemViewOptions {
  /** Tokens of all sections together. Variables and feedback are never cut; the rest gives way to them. */
  readonly maxTokens: number;
  /** Earlier trials shown at most. */
  readonly memorySize: number;
  /** Sections that are not shown. */
  readonly omit?: readonly SectionName[];
}

/** The part of the room that the history may take. */
const historyShare = 0.4;

/** The sections of a problem as one text; sections with nothing to show are left out. */
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
      ...messageTexts(problem),
    ],
  }, names);
  const room = Math.max(0, maxTokens - sectionsCost(fixed));
  const trials = memorySize === 0 || !isShown("History") ? [] : history.slice(-memorySize);
  const memory = writer.sections({
    History: [historyText(trials, parameters, Math.floor(room * historyShare))],
  }, names);
  const program = fittingProgram(problem.feedback, {
    budget: room - sectionsCost(memory),
    writer,
    names: programSectionNames.filter(isShown),
  });
  const sections = [...fixed, ...memory, ...program];
  return sectionsText(names.flatMap((name) => sections.filter((section) => section.name === name)));
}

/** The messages that a propagator of one's own left with the parameters. */
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
