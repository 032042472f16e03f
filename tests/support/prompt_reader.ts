/**
 * A scripted reader of prompts, in the place of the optimizer's model: it shows what a prompt of `examples/prompts` tells. It is no
 * language model, and its figures are in no table.
 *
 * @module
 */
import { type LanguageModel, scriptedModel } from "../../mod.ts";

/** What the reader finds in a prompt. */
interface Reading {
  /** The template that was used. */
  readonly template: string;
  /** What the student responded, before anything was taken out of it. */
  readonly response: string;
  readonly expected: string;
}

/** Words that ask for the form of an answer, by what the answer looks like. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^-?\d+$/, "Write the answer as a number in digits."],
  [/^(?:Yes|No)$/, "Answer with Yes or No."],
  [/ /, "Put single spaces between the parts of the answer."],
];

/**
 * Reads template, response and expected answer, and mends what does not fit: where the response has the answer, the
 * function that takes it out; else the template, which then asks for reasoning and for the form of the answer. It proposes
 * nothing where it finds no response.
 */
export function promptReader(): LanguageModel {
  return scriptedModel(({ messages }) => {
    const reading = readingOf(messages.at(-1)?.content ?? "");
    const suggestion = reading === null ? {} : mended(reading);
    return JSON.stringify({ reasoning: "", suggestion });
  });
}

/** Null where the prompt does not show all of it, or nothing is to be mended. */
function readingOf(prompt: string): Reading | null {
  const [, template] = /^let template: string = `([^`]*)`;$/m.exec(prompt) ?? [];
  const [, response] = /^const ask0 = ("(?:[^"\\]|\\.)*"|`[^`]*`);$/m.exec(prompt) ?? [];
  const [, expected] = /"([^"]*)" was expected/.exec(prompt) ?? [];
  if (template === undefined || response === undefined || expected === undefined) return null;
  const text = response.startsWith("`") ? response.slice(1, -1) : JSON.parse(response);
  return { template, response: text, expected };
}

function mended({ template, response, expected }: Reading): Readonly<Record<string, string>> {
  const from = response.lastIndexOf(expected);
  if (from >= 0) {
    const [before, after] = [response.slice(0, from), response.slice(from + expected.length)];
    return { extract: extractBetween(before.split("\n").at(-1) ?? "", after) };
  }
  const words = ["Think step by step.", forms.find(([looks]) => looks.test(expected))?.[1] ?? ""]
    .filter((sentence) => !template.includes(sentence));
  return { template: template.replace("\n", () => ` ${words.join(" ")}\n`) };
}

/** Code that takes out what stands behind some words and before the end of the response. */
function extractBetween(before: string, after: string): string {
  return `export function extract(response: string, _question: string): string {
  const answer = response.split(${JSON.stringify(before)}).at(-1) ?? "";
  return answer.slice(0, answer.length - ${after.length});
}`;
}
