/**
 * A family of questions as a task: 15 questions to learn from, 5 to choose by and 50 to test, by seed.
 *
 * @module
 */
import { defineTask, type LanguageModel, type Task } from "@opto/opto";
import { z } from "zod";
import { type AgentOptions, PromptAgent } from "./agent.ts";
import type { Family, Question } from "./family.ts";
import { syntheticStudent } from "./student/synthetic_student.ts";

/** What else a task may have. */
export interface PromptTaskOptions extends AgentOptions {
  /** Answers the agent's prompts; null for the model of the run. @default the SYNTHETIC student */
  readonly student?: LanguageModel | null;
}

/** The task of a family. */
export function promptTask(
  family: Family,
  { student = syntheticStudent, ...agent }: PromptTaskOptions = {},
): Task<string, string, string> {
  return defineTask({
    name: `prompt-${family.name.replaceAll("_", "-")}`,
    description: "A prompt, and the code around it, for questions of one kind from BIG-Bench Hard.",
    objective:
      "The agent gives the right answer to every question of this kind, in the exact form that is expected.",
    agent: () => new PromptAgent(agent),
    ...(student === null ? {} : { agentModel: student }),

    examples(random) {
      const questions = distinct(family, random, 70);
      return {
        train: questions.slice(0, 15),
        validation: questions.slice(15, 20),
        test: questions.slice(20),
      };
    },
    output: z.string(),

    guide({ expected }, output) {
      if (output instanceof Error) return { score: 0, feedback: output.message };
      if (isRight(expected, output)) {
        return { score: 1, feedback: "The answer is correct. Nothing needs to change." };
      }
      return {
        score: 0,
        feedback:
          `The answer is wrong: "${output}" was extracted, and "${expected}" was expected. Change the template and the ` +
          "functions so that the model finds the right answer, and that it is extracted in the form that is expected.",
      };
    },
    trainer: { steps: 15, batchSize: 5 },
  });
}

/** Whether an answer is the expected one. Of an answer with letters in brackets the last one counts, as in the paper's code. */
function isRight(expected: string, output: string): boolean {
  const letters = /\([A-Z]\)/g;
  return expected === (letters.test(expected) ? output.match(letters)?.at(-1) : output);
}

/** Questions with different texts. @throws {RangeError} when the family has too few */
function distinct(family: Family, random: () => number, count: number): readonly Question[] {
  const questions = new Map<string, Question>();
  for (let draw = 0; draw < 50 * count; draw++) {
    const question = family.make(random);
    questions.set(question.input, question);
    if (questions.size === count) return [...questions.values()];
  }
  throw new RangeError(
    `Cannot make ${count} questions of ${family.name}: received ${questions.size} different ones`,
  );
}
