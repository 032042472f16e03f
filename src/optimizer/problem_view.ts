/**
 * Writes a problem as prompt sections within a token limit.
 *
 * The sections are those of Trace (arXiv 2406.16218, section 4), with values and code as TypeScript.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import { estimateTokens } from "../model/tokens.ts";
import { feedbackTexts, headed } from "../render/feedback_text.ts";
import { fittingProgram } from "../render/fitting_program.ts";
import { fittingTexts } from "../render/fitting_texts.ts";
import { programSectionNames } from "../render/graph_texts.ts";
import { indented, PieceWriter, sectionsCost, sectionsText } from "../render/pieces.ts";
import { ascending, worstFirst } from "../render/runs.ts";
import { saidOnce } from "../render/said_once.ts";
import { shareValues } from "../render/share_values.ts";
import { briefNumbers, valueText } from "../render/value_text.ts";
import { constraintText, variableText } from "../render/variable_text.ts";
import { historyText } from "./history_text.ts";
import type { ParameterState, Problem } from "../problem/problem.ts";
import type { RefusedTrial, Trial } from "../problem/trial.ts";
import { type PartSizes, PromptRoom } from "./prompt_room.ts";
import { shownParameters } from "./shown_parameters.ts";

/** The sections in order. */
export const sectionNames = ["Instruction", ...programSectionNames, "History"] as const;

/** The name of a section. */
export type SectionName = typeof sectionNames[number];

/** The sections that show the trace. */
export const traceSections: readonly SectionName[] = [
  "Code",
  "Documentation",
  "Inputs",
  "Others",
  "Inside",
  "Outputs",
];

/** Options of `viewProblem`. */
export interface ProblemViewOptions {
  /** Maximum tokens of all sections and what is around them. Instruction, variables and constraints are never cut. */
  readonly maxTokens: number;
  /** Tokens of the parts of the prompt around the sections. @default none */
  readonly around?: PartSizes;
  /** Called with a text on feedback or history that was cut. */
  readonly onCut?: (text: string) => void;
  /** Maximum number of whole earlier trials: half the best ones, half the newest. */
  readonly memorySize: number;
  /** Whether the other trials are listed, one line each. @default false */
  readonly isSummarized?: boolean;
  /** What was refused before any run. @default none */
  readonly refusals?: readonly RefusedTrial[];
  /** Number of the run that is shown first, the worst being 0. @default 0 */
  readonly firstRun?: number;
  /** Omitted sections. */
  readonly omit?: readonly SectionName[];
}

/**
 * The sections of a problem as one text, without empty sections.
 *
 * @throws {UsageError} when the parts that are never cut exceed the limit
 */
export function viewProblem(
  problem: Problem,
  history: readonly Trial[],
  options: ProblemViewOptions,
): string {
  const { maxTokens, memorySize, omit = [], around = {}, onCut, firstRun = 0 } = options;
  const writer = new PieceWriter(estimateTokens);
  const parameters = shownParameters(problem);
  const names = sectionNames.filter((name) => !omit.includes(name));
  const isShown = (name: SectionName) => names.includes(name);
  const sectionOf = (name: SectionName, texts: readonly string[]) =>
    writer.sections({ [name]: texts }, names);
  const programNames = programSectionNames.filter(isShown);

  const instruction = sectionOf("Instruction", [instructionText(problem)]);
  const variables = sectionOf("Variables", parameters.map(variableText));
  const constraints = sectionOf("Constraints", parameters.map(constraintText));
  const room = new PromptRoom(maxTokens, {
    fixed: {
      ...around,
      instruction: sectionsCost(instruction),
      variables: sectionsCost(variables),
      constraints: sectionsCost(constraints),
    },
    hasProgram: programNames.includes("Code"),
  });

  const worst = shareValues(worstFirst(problem.feedback, { firstRun }));
  const { graph, outputs } = worst;
  const said = fittingTexts([
    ...noteTexts(problem),
    ...feedbackTexts(graph, outputs, { isOutputShown: isShown("Outputs") }),
    ...judgedTexts(problem),
    ...messageTexts(problem),
  ], { maxCost: room.feedback, cost: (texts) => sectionsCost(sectionOf("Feedback", texts)) });
  if (said.isCut && isShown("Feedback")) onCut?.("feedback is cut");
  const feedback = sectionOf("Feedback", said.texts);
  room.take(sectionsCost(feedback));

  const isRemembered = memorySize > 0 && isShown("History");
  const past = isRemembered ? fittingHistory(history, parameters, { ...options, room }) : "";
  const memory = sectionOf("History", [past]);
  room.take(sectionsCost(memory));

  const program = fittingProgram(worst, {
    maxCost: room.program,
    writer,
    names: programNames,
  });
  const sections = [instruction, variables, constraints, feedback, memory, program].flat();
  return sectionsText(names.flatMap((name) => sections.filter((section) => section.name === name)));
}

/** The mean score of the current values, then score and feedback on each example, the worst first; equal ones together. */
function judgedTexts({ judged = [] }: Problem): readonly string[] {
  const scores = judged.map(({ score }) => score);
  const known = scores.filter((score) => score !== null);
  const mean = known.length === scores.length && known.length > 1
    ? [
      `The current values: score ${
        rounded(known.reduce((sum, each) => sum + each, 0) / known.length)
      } on average of ${known.length} examples`,
    ]
    : [];
  const alike = Map.groupBy(
    worstExamples(judged),
    ({ score, feedback }) => JSON.stringify([score, feedback.trim()]),
  );
  const groups = [...alike.values()].map((group) => {
    const [{ score, feedback } = { score: null, feedback: "" }] = group;
    const names = group.map(({ example }) => example).join(", ");
    return { name: names, score, text: briefNumbers(feedback.trim()) };
  });
  const said = saidOnce(groups);
  return [
    ...mean,
    ...groups.map(({ name, score }, at) =>
      headed(`${name} (${score === null ? "no score" : `score ${rounded(score)}`})`, said[at]!) // one for each
    ),
  ];
}

type Judged = NonNullable<Problem["judged"]>[number];

/** The judgements, lowest scores first; those without a score come last. */
function worstExamples(judged: readonly Judged[]): readonly Judged[] {
  return judged.toSorted((one, other) => ascending(one.score ?? Infinity, other.score ?? Infinity));
}

function rounded(score: number): number {
  return Number(score.toPrecision(6));
}

/** Tokens of the title of the history. */
const historyFrame = 4;

function fittingHistory(
  trials: readonly Trial[],
  parameters: readonly ParameterState[],
  { room, memorySize, onCut, ...options }: Omit<ProblemViewOptions, "maxTokens"> & {
    readonly room: PromptRoom;
  },
): string {
  const tokens = Math.max(0, room.history - historyFrame);
  const { text, isCut } = historyText(trials, parameters, {
    ...options,
    room: tokens,
    size: memorySize,
  });
  if (isCut) onCut?.("earlier trials are shortened or left out");
  return estimateTokens(text) > tokens ? "" : text;
}

/** What persons said, the newest last: `A person on the outputs of these values (rejects them): too long`. */
function noteTexts({ notes = [] }: Problem): readonly string[] {
  return notes.map(({ text, isOfCurrent, verdict, score }) => {
    const facts = [
      ...(verdict === undefined ? [] : [verdict === "prefer" ? "prefers them" : "rejects them"]),
      ...(score === undefined ? [] : [`gives them ${rounded(score)}`]),
    ].join(", ");
    const of = isOfCurrent ? "these" : "earlier";
    return `A person on the outputs of ${of} values${facts === "" ? "" : ` (${facts})`}: ${
      indented(text.trim())
    }`;
  });
}

/** Maximum characters of a message. */
const maxMessage = 1_000;

/** The messages for the parameters. */
function messageTexts({ messages = {} }: Problem): readonly string[] {
  return Object.entries(messages).flatMap(([name, all]) =>
    all.map((message) => {
      const isText = typeof message === "string";
      const text = isText ? cutText(message, maxMessage) : valueText(message, maxMessage);
      return indented(`${name}: ${text}`);
    })
  );
}

function instructionText({ objective }: Problem): string {
  const task = "Change the values of variables in #Variables so that the outputs become better, " +
    "as #Feedback asks.";
  return objective.trim() === "" ? task : `${task}\nThe objective: ${objective.trim()}`;
}
