/**
 * Sentences that a person may add to a template who knows the family of the questions and the student's habits.
 *
 * @module
 */
import { plainTemplate } from "./agent.ts";

const byName = {
  reason: "Think step by step before the answer.",
  spaces: "Put single spaces between the parts of the answer and nothing else.",
  digits: "Write the answer as a number in digits.",
  yesOrNo: "Answer with Yes or No.",
  letters: "Compare the words letter by letter.",
  addUp: "Go through the things one by one and add up.",
  inTurn: "Look at one statement after the other.",
  stack: "Keep a stack of what is open.",
  innermost: "Begin with the innermost brackets.",
  position: "Keep the position after each instruction.",
  holder: "Write down who holds what after each swap.",
  check: "Check the answer once more.",
  short: "Be as short as possible.",
} as const;

/** All of them, also those that help in no family. */
export const sentences: readonly string[] = Object.values(byName);

const chosen: Readonly<Record<string, readonly (keyof typeof byName)[]>> = {
  word_sorting: ["reason", "letters", "spaces"],
  object_counting: ["reason", "addUp", "digits"],
  web_of_lies: ["reason", "inTurn", "yesOrNo"],
  dyck_languages: ["reason", "stack", "spaces"],
  boolean_expressions: ["reason", "innermost"],
  multistep_arithmetic_two: ["reason", "innermost"],
  navigate: ["reason", "position"],
  tracking_shuffled_objects: ["reason", "holder"],
};

/** The plain template with all that the SYNTHETIC student should be asked for: the best that a prompt alone can reach with it. */
export function writtenTemplate(family: string): string {
  const words = (chosen[family] ?? []).map((name) => byName[name]).join(" ");
  return plainTemplate.replace("\n", () => ` ${words}\n`);
}
