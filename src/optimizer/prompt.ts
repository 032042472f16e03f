/**
 * The prompt texts: the task, the form of a problem, the form of an answer, the faults of an answer.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { fixedBlocks } from "../code/fixed_blocks.ts";
import type { ModelMessage } from "../model/language_model.ts";
import type { AnswerForm } from "./answer_format.ts";
import type { ParameterState } from "../problem/problem.ts";
import type { Refusal, Rejection } from "../problem/proposal.ts";
import { type GuideName, problemGuide } from "./problem_guide.ts";
import { valueText } from "../render/value_text.ts";

const codeRules =
  `A variable marked (code) is given as the whole source of its function, in TypeScript. Keep the function's name and its \
parameters; helper functions, constants and types may stand beside it. It sees its parameters and the built-ins of \
JavaScript, and nothing else: no imports, no files, no network, no timers. It runs under a time limit, so every loop must end.`;

const editRules =
  `To change a part of long code, give edits in place of the source: lines of the source as they are, and what takes their \
place. What is quoted must stand in the source exactly once. There may be several edits, one below the other:
<<<<<<< SEARCH
lines as they are
=======
lines as they shall be
>>>>>>> REPLACE`;

const textEditRules =
  `To change a part of a long text, give edits in place of the text: a part of it as it is, at least some words, and what takes \
its place. What is quoted must stand in the text exactly once. There may be several edits, one below the other:
<<<<<<< SEARCH
the part as it is
=======
the part as it shall be
>>>>>>> REPLACE`;

const markRules =
  `Some code has marked blocks. Lines from FIXED-BLOCK-START to FIXED-BLOCK-END must stay as they are; where there are \
EVOLVE-BLOCK marks, only what stands between them may change. The marks themselves stay.`;

/** Edits are offered for code with more lines than this; they are accepted for any code. */
const shortCode = 30;

/** Edits are offered for texts with more characters than this; they are accepted for any text. */
const maxShortText = 3_000;

/** What a schema may say of texts that are given as edits: a server that enforces more would refuse them. */
const allowedForEdits: ReadonlySet<string> = new Set(
  ["$schema", "type", "maxLength", "title", "description", "default"],
);

/** Rules for code and long texts among the variables. */
function rulesOf(parameters: readonly ParameterState[]): readonly string[] {
  const sources = sourcesOf(parameters);
  return [
    ...(sources.length > 0 ? [codeRules] : []),
    ...(sources.some(isLong) ? [editRules] : []),
    ...(parameters.some(isLongText) ? [textEditRules] : []),
    ...(sources.some((source) => fixedBlocks(source).length > 0) ? [markRules] : []),
  ];
}

function isLong(source: string): boolean {
  return source.split("\n").length > shortCode;
}

function isLongText({ kind, value, jsonSchema = {} }: ParameterState): boolean {
  return kind === "value" && typeof value === "string" && value.length > maxShortText &&
    Object.keys(jsonSchema).every((key) => allowedForEdits.has(key));
}

/** The sources among some parameters. */
function sourcesOf(parameters: readonly ParameterState[]): readonly string[] {
  return parameters.flatMap(({ kind, value }) => kind === "code" ? [String(value)] : []);
}

/** The first message: the guides to problems and answers. */
export function systemPrompt(
  options: {
    readonly guide: GuideName;
    readonly parameters: readonly ParameterState[];
    readonly form: AnswerForm;
    /** How tools are offered. @default they are not */
    readonly tools?: string | undefined;
  },
): string {
  return [
    problemGuide(options.guide),
    ...rulesOf(options.parameters),
    options.form.guide,
    ...(options.tools === undefined ? [] : [options.tools]),
  ].join("\n\n");
}

/** The second message: the problem. */
export function problemPrompt(sections: string, parameters: readonly ParameterState[]): string {
  const names = parameters.map(({ name }) => name).join(", ");
  return `${sections}\n\nWhat do you suggest for ${names}?`;
}

/** The two messages after a refused answer: the unchanged answer, and the reasons. */
export function refusalMessages(
  { text, values, rejections, reason }: Refusal,
  parameters: readonly ParameterState[],
  form: AnswerForm,
): readonly ModelMessage[] {
  const answer = text ?? JSON.stringify({ suggestion: values });
  return [
    { role: "assistant", content: answer === "" ? "(no text)" : quoted(answer) },
    {
      role: "user",
      content: reason === undefined
        ? rejectionsText(rejections, parameters, form)
        : `This answer cannot be used: ${reason}. Answer again, ${form.whole}.${
          reason.includes("cut off") ? " Be brief: a few words of reasoning, and the values." : ""
        }`,
    },
  ];
}

/** Maximum characters quoted from an answer. */
const maxQuoted = 16_000;

/** An answer as it stands in a conversation that goes on. */
export function quoted(text: string): string {
  return shortText(text, maxQuoted);
}

function rejectionsText(
  rejections: readonly Rejection[],
  parameters: readonly ParameterState[],
  form: AnswerForm,
): string {
  const edited = sourcesOf(parameters).some(isLong)
    ? "source"
    : parameters.some(isLongText)
    ? "text"
    : undefined;
  const hint = edited === undefined
    ? ""
    : ` Edits are made to the ${edited} in #Variables, not to what was refused.`;
  return `These values were refused:\n\n${rejections.map(rejectionText).join("\n\n")}\n\n\
The other values stand. ${form.repair}${hint}`;
}

/** Maximum number of diagnostics per code value. */
const maxDiagnostics = 8;

/** Maximum characters of a reason, and of a line of source before and after the place of a diagnostic. */
const maxReason = 2_000;
const maxAround = 200;

function rejectionText({ parameter, value, reason, diagnostics = [] }: Rejection): string {
  if (diagnostics.length === 0) {
    return `${parameter} = ${valueText(value, 500)}\n${shortText(reason, maxReason)}`;
  }
  const rest = diagnostics.length - maxDiagnostics;
  return [
    `${parameter}:`,
    ...diagnostics.slice(0, maxDiagnostics).map(diagnosticText),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
  ].join("\n");
}

/** The reason, and the source line with a mark at the place. */
function diagnosticText({ stage, message, line, column, lineText }: Diagnostic): string {
  const place = `line ${line}, column ${column} (${stage}): ${shortText(message, maxReason)}`;
  const start = Math.max(0, column - 1 - maxAround);
  const shown = lineText.slice(start, column - 1 + maxAround);
  const mark = " ".repeat(Math.max(0, column - 1 - start));
  return shown === "" ? place : `${place}
  ${shown}
  ${mark}^`;
}
