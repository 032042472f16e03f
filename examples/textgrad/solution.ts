/**
 * A solution, TextGrad's third kind of task: the answer to one question is itself the parameter, and is refined by what a
 * checker says of it.
 *
 * The checker is code here, so that the task needs no model: it computes each of the steps that a solution must name.
 *
 * Run it with `deno run -A mod.ts optimize examples/textgrad/solution.ts --model NAME`.
 *
 * @module
 */
import { defineTask, type MaybeNode, Module, node, parameter, text } from "@opto/opto";
import { z } from "zod";

/** What a right solution says, and the words for what is missing. */
const needed: readonly (readonly [RegExp, string])[] = [
  [/\b45(?:\.0+)? ?km/, "The way of the first hour and a half at 30 km/h is wrong or missing."],
  [/\b15(?:\.0+)? ?km/, "What is left of the way after that is wrong or missing."],
  [/\b0?\.25 ?h|\b15 ?min/, "The time for the rest of the way at 60 km/h is wrong or missing."],
  [/\b1\.75 ?h|\b105 ?min/, "The time in all is wrong or missing."],
];

class Solution extends Module<string, string> {
  solution = parameter("It goes 30 km in the first hour, so it takes 2 h.", {
    name: "solution",
    description: "The solution of the question, with every step.",
    schema: z.string().max(4_000),
  });

  forward(question: MaybeNode<string>) {
    return text`Question: ${node(question)}\nSolution: ${this.solution}`;
  }
}

export default defineTask({
  name: "textgrad-solution",
  description: "Refines the solution of a question.",
  objective: "The solution is right in every step.",
  agent: () => new Solution(),
  examples: {
    train: [{
      input:
        "A tram goes 60 km. For the first hour and a half it goes 30 km/h, then 60 km/h. How long does it take?",
    }],
  },

  guide(_, output: string | Error) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    const [, solution = ""] = output.split("Solution: ");
    const missing = needed.filter(([pattern]) => !pattern.test(solution)).map(([, words]) => words);
    return {
      score: 1 - missing.length / needed.length,
      feedback: missing.length === 0 ? "Every step is right." : missing.join(" "),
    };
  },
  trainer: { steps: 5, batchSize: 1, target: 1 },
});
