/**
 * The agent: a template, a function that makes the prompt from it, a language model that answers, and a function that takes
 * the answer out of the response. As in appendix C of the Trace paper, template and both functions are trainable.
 *
 * @module
 */
import { ask, type MaybeNode, Module, parameter, trainable } from "@opto/opto";
import { z } from "zod";

/** What an agent begins with. */
export interface AgentOptions {
  /** The template, with {question} where the question goes. @default `plainTemplate` */
  readonly template?: string;
  /** Sentences that its description offers to the template; the search without a model writes no others. @default none */
  readonly sentences?: readonly string[];
}

/** A template that asks for the lines of a format. */
function templateOf(...format: readonly string[]): string {
  const lines = ["Give the answer to a question.", "", "Follow this format:", "", ...format];
  return [...lines, "", "---", "", "Question: {question}"].join("\n");
}

/** Asks for the answer alone. */
export const plainTemplate = templateOf("Question: the question", "Answer: the answer");

/** Asks for reasoning before the answer: the chain of thought of the paper. */
export const stepwiseTemplate = templateOf(
  "Question: the question",
  "Reasoning: Let us think step by step about the question.",
  "Answer: the answer",
);

/** Answers a question with the model that `ask` reaches. */
export class PromptAgent extends Module<string, string> {
  create = trainable(function create(template: string, question: string): string {
    return template.replace("{question}", () => question);
  }, { description: "Makes the prompt of the language model from the template and the question." });

  extract = trainable(function extract(response: string, _question: string): string {
    const [, answer] = response.split("Answer:");
    if (answer === undefined) throw new Error('The response has no "Answer:".');
    return answer.trim();
  }, {
    description:
      "Takes the answer out of the model's response, which may hold reasoning and other words, in the exact form in which it is judged.",
  });

  template;

  constructor({ template = plainTemplate, sentences = [] }: AgentOptions = {}) {
    super();
    const offered = sentences.map((sentence) => ` "${sentence}"`).join("");
    this.template = parameter(template, {
      name: "template",
      description:
        "The prompt of the language model; the question takes the place of {question}. It should say in which form the model " +
        `answers.${offered && ` It may say:${offered}`}`,
      schema: z.string().max(4_000),
    });
  }

  async forward(question: MaybeNode<string>) {
    const prompt = await this.create(this.template, question);
    const response = await ask(prompt, { temperature: 0 });
    return await this.extract(response, question);
  }
}
