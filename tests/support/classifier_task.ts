/**
 * A task whose agent asks a model with a trainable system prompt, and models that play student and optimizer.
 *
 * @module
 */
import { ask, defineTask, exactMatch, Module, parameter, scriptedModel } from "../../mod.ts";
import type { LanguageModel, MaybeNode, Task } from "../../mod.ts";
import type { ScriptedModel } from "../../src/model/scripted_model.ts";

class Classifier extends Module<string, string> {
  instructions = parameter("Sort the message.", { name: "instructions" });
  async forward(message: MaybeNode<string>) {
    return await ask(message, { system: this.instructions, temperature: 0 });
  }
}

const messages = {
  "I want my money back": "refund",
  "It arrived broken": "complaint",
  "Where is my parcel?": "question",
  "Please return my payment": "refund",
};

/** Sorts four messages. @param parts of the definition that differ */
export function classifierTask(parts: Partial<Task> = {}): Task {
  const all = Object.entries(messages).map(([input, expected]) => ({ input, expected }));
  const definition = {
    name: "classifier",
    objective: "Sort messages of customers.",
    agent: () => new Classifier(),
    examples: { train: all.slice(0, 3), validation: all.slice(1) },
    guide: exactMatch(),
    trainer: { name: "minibatch", steps: 1, batchSize: 3 },
    ...parts,
  };
  return defineTask(definition as never) as unknown as Task; // as: the parts of a test fit together
}

/** A student that gives bare labels only when its instructions ask for one word. */
export function student(): ScriptedModel {
  return scriptedModel(({ messages: [system, user] }) => {
    const label = messages[user!.content as keyof typeof messages]; // as: the task's own messages
    return system?.content.includes("one word") ? label : `I think this is a ${label}.`;
  });
}

/** An optimizer that asks for one word. */
export function wordy(): ScriptedModel {
  return scriptedModel(() =>
    JSON.stringify({
      reasoning: "Labels alone.",
      suggestion: { instructions: "Answer in one word: the label." },
    })
  );
}

/** The same model under another name and with a price. */
export function named(
  name: string,
  model: LanguageModel,
  price: LanguageModel["price"] = { promptUsd: 1, completionUsd: 1 },
): LanguageModel {
  return { name, price: price ?? null, generate: (...call) => model.generate(...call) };
}
