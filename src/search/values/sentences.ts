/**
 * Reads texts as sentences, and finds sentences that a text may take over.
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import { type Path, valueAt } from "../space/places.ts";

/** A sentence of a text, with the blanks and line breaks behind it. */
export interface Sentence {
  readonly words: string;
  readonly gap: string;
}

/** The sentences of a text: they end with a mark before a blank, or with the line. Joined, they give the text. */
export function sentencesOf(text: string): readonly Sentence[] {
  const parts = text.match(/\s*\S.*?(?:[.!?]["')\]]*(?=\s)|(?=\n)|$)\s*/gs) ?? [];
  return parts.map((part) => {
    const words = part.trimEnd();
    return { words, gap: part.slice(words.length) };
  });
}

/** Newest trials whose texts and feedback are read. */
const maxTrials = 64;

/** Most sentences that are offered. */
const maxSentences = 128;

/** The words in quotes of a parameter's description, such as the texts it suggests. */
export function quotedIn(
  { description = "" }: Pick<ParameterState, "description">,
): readonly string[] {
  return [...description.matchAll(/"([^"\n]{1,200})"|“([^”\n]{1,200})”|`([^`\n]{1,200})`/g)]
    .map(([, ...groups]) => groups.find((group) => group !== undefined) ?? "")
    .filter((words) => words.trim() !== "");
}

/** Sentences that the text at a place may take over: those of earlier candidates, of feedback, and of its description. */
export function sentencesFor(
  path: Path,
  { parameters, history }: {
    readonly parameters: readonly ParameterState[];
    readonly history: readonly Trial[];
  },
): readonly string[] {
  const latest = [...history.slice(0, 1), ...history.slice(1).slice(-maxTrials)];
  const earlier = latest.flatMap(({ values }) => {
    const text = valueAt(values, path);
    return typeof text === "string" ? sentencesOf(text).map(({ words }) => words.trim()) : [];
  });
  const parameter = parameters.find(({ name }) => name === path[0]);
  const quoted = parameter === undefined ? [] : quotedIn(parameter);
  const said = latest.flatMap(({ feedback }) => generalSentences(feedback));
  return [...new Set([...earlier, ...quoted, ...said])].slice(0, maxSentences);
}

/** The sentences of feedback that tell more than the data of one example: without numbers and quotes. */
function generalSentences(feedback: string): readonly string[] {
  return feedback.split("\n")
    .flatMap((line) => sentencesOf(line.replace(/^\s*examples? [^:]*: /, "")))
    .map(({ words }) => words.trim())
    .filter((words) => /^\p{Lu}[^\d"'`“”]{10,200}[.!]$/u.test(words));
}
