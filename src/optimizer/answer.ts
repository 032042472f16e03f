/**
 * Reads a model's answer in the forms that models use. An answer that can be read in several ways is unusable, with the
 * reason.
 *
 * @module
 */
import type { ModelResponse } from "../model/language_model.ts";
import type { Proposal } from "../problem/proposal.ts";
import { readBlocks } from "./answer/code_reading.ts";
import { isAnswerLike, readCutJson, readJsonPieces } from "./answer/json_reading.ts";
import { piecesOf } from "./answer/pieces.ts";
import { plainText } from "./answer/plain_text.ts";
import type { AnswerKeys, Reading } from "./answer/reading.ts";
import { readReasoning, readTags } from "./answer/tagged_reading.ts";
import type { AnswerFormat } from "./answer_format.ts";
import { type AnswerVariable, variableOf } from "./answer/variable_name.ts";

export type { AnswerKeys } from "./answer/reading.ts";
export type { AnswerVariable } from "./answer/variable_name.ts";

/** The default keys. */
export const defaultKeys: AnswerKeys = {
  reasoning: "reasoning",
  answer: null,
  suggestion: "suggestion",
};

/** Maximum characters of an answer that are read. Proposed code has at most 200,000, and real models end far earlier. */
const maxLength = 500_000;

/** What an answer was asked to be. */
export interface AskedAnswer {
  /** Keys of a JSON answer. @default reasoning and suggestion */
  readonly keys?: AnswerKeys;
  /** Its form, which is tried first. @default "json" */
  readonly format?: AnswerFormat;
}

/**
 * The proposal in an answer, by the form that was asked for, else by the first of these forms that it has: only the word TERMINATE; values in tags; a JSON
 * object, also in a fence or a tool's call; fenced or bare code, edits and diffs; lines that give a variable a value.
 *
 * Thoughts in `<think>` are left out. Of an answer that is cut off, whole values count. Values are not converted, and
 * nothing of an answer is run.
 *
 * @param variables the parameters that may change
 */
export function readAnswer(
  response: Pick<ModelResponse, "text" | "finishReason">,
  variables: readonly AnswerVariable[],
  { keys = defaultKeys, format = "json" }: AskedAnswer = {},
): Proposal {
  const { text: whole, finishReason } = response;
  if (whole.length > maxLength) return unusable(`it has more than ${maxLength} characters`);
  if (finishReason === "filter") return unusable("it was withheld by the server's filter");
  const isCut = finishReason === "length";
  const text = plainText(whole);
  if (text === "") return unusable(isCut || whole.trim() !== "" ? cutOff : "it was empty");
  if (/^["'`*]{0,9}TERMINATE["'`*.!]{0,9}$/.test(text)) {
    return isCut ? unusable(cutOff) : { kind: "nothing", reasoning: "" };
  }
  const reading = readAsAsked(text, variables, { format, isCut }) ??
    readText(text, variables, { keys, isCut });
  switch (reading.kind) {
    case "fault":
      return unusable(isCut ? cutOff : reading.reason);
    case "nothing":
      return isCut ? unusable(cutOff) : reading;
    case "values":
      return proposalOf(reading, variables);
    default:
      return reading satisfies never;
  }
}

const cutOff = "it was cut off before its end";

/** The values of an answer in a form of text; undefined for one that must be read as any other. */
function readAsAsked(
  text: string,
  variables: readonly AnswerVariable[],
  { format, isCut }: { readonly format: AnswerFormat; readonly isCut: boolean },
): Reading | undefined {
  switch (format) {
    case "json":
      return undefined;
    case "tagged":
      return readTags(text, variables)?.reading ?? readReasoning(text);
    case "fenced": {
      const isValue = (heading: string) => variableOf(heading, variables)?.kind === "value";
      const pieces = piecesOf(text, { isValue });
      return pieces.fences.length === 0 ? undefined : readBlocks(pieces, variables, { isCut });
    }
    default:
      return format satisfies never;
  }
}

/** The first reading that finds something; a fault when none does. */
function readText(
  text: string,
  variables: readonly AnswerVariable[],
  { keys, isCut }: { readonly keys: AnswerKeys; readonly isCut: boolean },
): Reading {
  const pieces = piecesOf(text);
  const { objects, broken, firstObject, prose } = pieces;
  const error = broken !== undefined && isAnswerLike(text, broken.start, variables, keys)
    ? broken.error
    : undefined;
  const tagged = readTags(text, variables);
  if (
    tagged !== undefined &&
    tagged.start < Math.min(firstObject, error === undefined ? Infinity : broken?.start ?? 0)
  ) {
    return tagged.reading;
  }
  const json = readJsonPieces(pieces, variables, keys, { isBroken: error !== undefined });
  if (json !== undefined) return json;
  if (error !== undefined) {
    return readCutJson(error, variables, keys) ??
      { kind: "fault", reason: error.cut === undefined ? error.placedIn(text) : cutOff };
  }
  const blocks = readBlocks(pieces, variables, { isCut });
  if (blocks !== undefined) return blocks;
  return tagged?.reading ?? {
    kind: "fault",
    reason: objects.length === 0
      ? `it holds no JSON object${prose.trim() === text ? "" : " and no code of a known variable"}`
      : `its JSON holds no one object under the key "${keys.suggestion}"`,
  };
}

/** A suggestion, with a refusal for each value that the end of the text cuts. */
function proposalOf(
  { values, reasoning, cut = [] }: Extract<Reading, { readonly kind: "values" }>,
  variables: readonly AnswerVariable[],
): Proposal {
  const rejections = cut.map((name) => ({
    parameter: variableOf(name, variables)?.name ?? name,
    value: null,
    reason: "it was cut off before its end",
  }));
  return {
    kind: "suggestion",
    values: { ...values },
    reasoning,
    ...(rejections.length === 0 ? {} : { rejections }),
  };
}

function unusable(reason: string): Proposal {
  return { kind: "unusable", reason };
}
