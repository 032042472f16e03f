/**
 * A prompt, TextGrad's first kind of task: the system prompt is all that is trainable, the questions are to count objects, and a
 * SYNTHETIC student answers (`../prompts/student/synthetic_student.ts`), which is no language model.
 *
 * Run it with `deno run -A mod.ts optimize examples/textgrad/prompt.ts --model NAME --agent-model NAME`.
 *
 * @module
 */
import { ask, bundle, type MaybeNode, Module, parameter } from "@opto/opto";
import { objectCounting } from "../prompts/families/object_counting.ts";
import { promptTask } from "../prompts/prompt_task.ts";

class Counter extends Module<string, string> {
  instructions = parameter("Answer the question. Write your answer behind “Answer:”.", {
    name: "instructions",
    description: "The system prompt of the language model that counts.",
  });

  readAnswer = bundle(function readAnswer(response: string): string {
    return response.split("Answer:").at(-1)?.trim() ?? "";
  }, { description: "Takes the answer out of the response." });

  async forward(question: MaybeNode<string>) {
    return this.readAnswer(await ask(question, { system: this.instructions, temperature: 0 }));
  }
}

export default {
  ...promptTask(objectCounting),
  name: "textgrad-prompt",
  agent: () => new Counter(),
  trainer: { steps: 12, batchSize: 3 },
};
