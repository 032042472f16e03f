/**
 * A SYNTHETIC student: a deterministic stand-in for the language model that answers the agent's prompts. It is no language
 * model. It computes the answers of the known families, and spoils them by the rules below, so that the text of a prompt decides
 * how good the agent is. It shows that the machine works: that prompts, responses and feedback reach an optimizer, and that a
 * better prompt gives a better score. Its figures say nothing on how any language model would answer, nor which optimizer is
 * better with one. The rules were written before the first run; the limit of rule 1 alone came later, and changed no figure.
 *
 * 1. It looks for the last question of a known family in the prompt. Without one, or where the prompt has more than 10,000
 *    characters, it answers "I see no question." The rest of the prompt, all earlier questions included, is the instructions.
 * 2. It gives a wrong answer to half of the questions. The instructions halve that when they ask for reasoning ("step by
 *    step", "reasoning", "think"), and halve it when they name the right procedure of the family (`procedure` in `manner.ts`). Which
 *    questions are answered wrongly depends on their text alone: a prompt that asks for more loses no question.
 * 3. In four families, those in which the paper's table has zeros for prompts that were not optimized, it has its own form of the
 *    right answer, unless the instructions name the expected one (`ownForm` in `manner.ts`): numbers in words, lists with commas.
 * 4. Lines of the instructions that begin with a label of one or two words and a colon are a format: it answers behind the last
 *    label, and puts its work behind the others. "Question:" is no label. Without labels it answers in a sentence.
 *
 * @module
 */
import { type LanguageModel, scriptedModel } from "@opto/opto";
import { randomFrom } from "../../random.ts";
import { families } from "../families.ts";
import type { Family } from "../family.ts";
import { type Manner, manners } from "./manner.ts";

/** Share of wrong answers where the instructions ask for nothing. */
const errorRate = 0.5;

/** Longest prompt in characters: code makes it, and looking for questions takes time. */
const maxPrompt = 10_000;

/** What the instructions must name so that it reasons. */
const reasoning = /step by step|reasoning|\bthink\b/i;

/** The student as the model of an agent. */
export const syntheticStudent: LanguageModel = {
  ...scriptedModel(({ messages }) =>
    responseTo(messages.map(({ content }) => content).join("\n\n"))
  ),
  name: "synthetic-student",
  host: null,
};

/** What the student responds to a prompt. */
export function responseTo(prompt: string): string {
  const asked = prompt.length > maxPrompt ? undefined : lastQuestion(prompt);
  if (asked === undefined) return "I see no question.";
  const { family, question, instructions } = asked;
  const manner = manners[family.name]!; // !: a test sees that each family has one
  const answer = answered(family, manner, { question, instructions });
  const isOwn = manner.ownForm?.unless.test(instructions) === false;
  return written(isOwn ? manner.ownForm.write(answer) : answer, instructions);
}

/** A question in a prompt, and what else the prompt says. */
interface Asked {
  readonly question: string;
  readonly instructions: string;
}

function lastQuestion(prompt: string): (Asked & { readonly family: Family }) | undefined {
  const found = families.flatMap((family) => {
    const match = [...prompt.matchAll(family.pattern)].at(-1);
    return match === undefined ? [] : [{ family, question: match[0], from: match.index }];
  });
  const last = found.sort((one, other) => one.from - other.from).at(-1);
  if (last === undefined) return undefined;
  const { family, question, from } = last;
  const instructions = `${prompt.slice(0, from)}${prompt.slice(from + question.length)}`;
  return { family, question, instructions };
}

/** The right answer, or a wrong one where the work that is asked for does not prevent it. */
function answered(family: Family, manner: Manner, { question, instructions }: Asked): string {
  const helps = [reasoning, manner.procedure].filter((words) => words.test(instructions));
  const random = randomFrom(hashOf(question));
  const answer = family.solve(question);
  return random() < errorRate / 2 ** helps.length
    ? manner.mistake(answer, random, question)
    : answer;
}

function written(answer: string, instructions: string): string {
  const isReasoned = reasoning.test(instructions);
  const work = isReasoned ? "I go through it step by step." : "I see it at once.";
  const labels = [...instructions.matchAll(/^[ \t]*([A-Z][a-z]+(?: [a-z]+)?):/gm)]
    .map(([, label = ""]) => label).filter((label) => label !== "Question");
  const last = labels.at(-1);
  if (last === undefined) return `${isReasoned ? `${work} ` : ""}I would say that it is ${answer}.`;
  const others = [...new Set(labels)].filter((label) => label !== last);
  return [...others.map((label) => `${label}: ${work}`), `${last}: ${answer}`].join("\n");
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
