/**
 * What the prompts of a run contain, and where they go.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { TaskFacts } from "../trainer/evaluator.ts";
import type { Sends } from "../trainer/event.ts";

/** The data that a model proposer puts into prompts. */
export function sendsOf(
  { host }: LanguageModel,
  { parameters, isTraced }: Pick<TaskFacts, "parameters"> & { readonly isTraced: boolean },
): Sends {
  const code = parameters.filter(({ kind }) => kind === "code").length;
  const values = parameters.length - code;
  const count = (number: number) => `${number} parameter${number === 1 ? "" : "s"}`;
  return {
    ...(host === undefined ? {} : { host }),
    data: [
      ...(code > 0 ? [`the source of ${count(code)}`] : []),
      ...(values > 0 ? [`the values of ${count(values)}`] : []),
      ...(isTraced ? ["inputs", "outputs"] : []),
      "feedback of train examples",
    ],
  };
}

/** `Prompts with …, outputs and feedback of train examples go to api.openai.com.` */
export function sendsText({ host, data }: Sends, model: string): string {
  const list = `${data.slice(0, -1).join(", ")} and ${data.at(-1)}`;
  if (host === null) return "Nothing is sent: a recording answers.";
  const where = host ?? `the model "${model}", which does not name its host`;
  return `Prompts with ${list} go to ${where}.`;
}
