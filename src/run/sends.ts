/**
 * What the prompts of a run contain, and where they go.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { TaskFacts } from "../trainer/evaluator.ts";
import type { Sends } from "../trainer/event.ts";

/** The data that a model proposer puts into prompts, and where the agent's questions go. */
export function sendsOf(
  { model, agentModel }: {
    readonly model: LanguageModel | null;
    /** Where one is named for the agent. */
    readonly agentModel?: LanguageModel | undefined;
  },
  { parameters, isTraced }: Pick<TaskFacts, "parameters"> & { readonly isTraced: boolean },
): Sends {
  const code = parameters.filter(({ kind }) => kind === "code").length;
  const values = parameters.length - code;
  const count = (number: number) => `${number} parameter${number === 1 ? "" : "s"}`;
  const agentHost = agentModel?.host;
  const agent = agentHost === undefined ? {} : { agentHost };
  if (model === null) return { data: [], ...agent };
  return {
    ...(model.host === undefined ? {} : { host: model.host }),
    ...agent,
    data: [
      ...(code > 0 ? [`the source of ${count(code)}`] : []),
      ...(values > 0 ? [`the values of ${count(values)}`] : []),
      ...(isTraced ? ["inputs", "outputs"] : []),
      "feedback of train examples",
    ],
  };
}

/** `Prompts with …, outputs and feedback of train examples go to api.openai.com.` */
export function sendsText({ host, agentHost, data }: Sends, model: string): string {
  const agent = agentHost === undefined || agentHost === null
    ? ""
    : `What the agent asks goes to ${agentHost}.`;
  if (data.length === 0) return agent;
  const list = `${data.slice(0, -1).join(", ")} and ${data.at(-1)}`;
  if (host === null) return "Nothing is sent: a recording answers.";
  const where = host ?? `the model "${model}", which does not name its host`;
  return `Prompts with ${list} go to ${where}.${agent === "" ? "" : ` ${agent}`}`;
}
