/**
 * The arithmetic chains of `../numerical.ts` with feedback in words alone, as in section 5.1 of the Trace paper (arXiv
 * 2406.16218): the score says whether the output is right, and every proposal becomes the next start.
 *
 * Run one with `deno run -A mod.ts optimize examples/numerical-words/task.ts --model NAME`, and all of them with
 * `deno task experiment numerical-words`.
 *
 * @module
 */
import type { Task } from "@opto/opto";
import numerical, { tolerance } from "../numerical.ts";

const task: Task<number, number, number> = {
  ...numerical,
  name: "numerical-words",

  guide({ expected: target }, output) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    if (Math.abs(output - target) <= tolerance) {
      return { score: 1, feedback: "The output is right." };
    }
    return {
      score: 0,
      feedback: `The output should be ${output < target ? "larger" : "smaller"}.`,
    };
  },

  trainer: { steps: 10, target: 1, accept: "always" },
};

export default task;
