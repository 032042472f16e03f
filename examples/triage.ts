/**
 * A prompt: an application asks a language model to sort messages of customers, and its system prompt is trainable. The
 * application's model and the optimizer's may differ: a small one does the work, a large one writes its prompt.
 *
 * Run it with `deno run -A mod.ts optimize examples/triage.ts --model NAME --agent-model NAME`; without `--agent-model` one
 * model does both.
 *
 * @module
 */
import { ask, defineTask, type MaybeNode, Module, parameter } from "@opto/opto";
import { z } from "zod";

/** Where a message goes. */
const desks = ["refund", "delivery", "damage", "praise"] as const;

class Triage extends Module<string, string> {
  instructions = parameter("Say what the customer wants.", {
    name: "instructions",
    description: "The system prompt of the model that reads a message.",
    schema: z.string().max(1_000),
  });

  async forward(message: MaybeNode<string>) {
    return await ask(message, { system: this.instructions, temperature: 0, maxTokens: 50 });
  }
}

const train = {
  "I want my money back, it does not fit.": "refund",
  "It was due on Monday and nobody knows where it is.": "delivery",
  "The glass has a crack from top to bottom.": "damage",
  "Just to say: the best shop I know.": "praise",
  "The courier left it with a neighbour who has moved.": "delivery",
  "You charged me twice. Please correct that.": "refund",
};

const validation = {
  "Two of the six plates came in pieces.": "damage",
  "Still waiting, and the tracking page is empty.": "delivery",
  "I sent it back three weeks ago and saw no payment yet.": "refund",
  "Thank you, my daughter loves it!": "praise",
};

function examplesOf(messages: Readonly<Record<string, string>>) {
  return Object.entries(messages).map(([input, expected]) => ({ input, expected }));
}

export default defineTask({
  name: "triage",
  description: "Sorts messages of customers with a language model.",
  objective: `Every message is answered with the name of its desk alone: ${desks.join(", ")}.`,
  agent: () => new Triage(),
  examples: { train: examplesOf(train), validation: examplesOf(validation) },

  guide({ expected }, output) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    if (output === expected) return { score: 1, feedback: "The right desk." };
    const isDesk = desks.some((desk) => desk === output);
    return isDesk
      ? { score: 0.25, feedback: `This message is for the desk "${expected}".` }
      : { score: 0, feedback: `This is no name of a desk; "${expected}" would be right.` };
  },
  trainer: { steps: 5, batchSize: 6, target: 1 },
});
