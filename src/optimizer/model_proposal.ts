/**
 * Asks a model for a suggestion, once more if the answer cannot be used.
 *
 * @module
 */
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { requestKey } from "../model/exchange.ts";
import { type AnswerKeys, readAnswer } from "./answer.ts";
import { reAskMessages } from "./prompt.ts";
import type { Proposal, ProposeContext } from "../problem/proposer.ts";

/** How often a model is asked for one proposal. */
const maxAsks = 2;

/**
 * The proposal in a model's answer. An answer that cannot be used is told to `onEvent` and to the model, which is asked once
 * more; if that fails too, the proposal is `unusable`.
 *
 * @param names of the parameters that may be suggested for
 * @throws what the model throws
 */
export async function modelProposal(
  model: LanguageModel,
  request: ModelRequest,
  options: {
    readonly names: readonly string[];
    readonly keys: AnswerKeys;
    readonly context: ProposeContext;
  },
): Promise<Proposal> {
  const { names, keys, context: { signal, onEvent } } = options;
  let asked = request;
  for (let asks = 1;; asks++) {
    const response = await model.generate(asked, {
      ...(signal === undefined ? {} : { signal }),
      onRetry: (retry) => onEvent?.({ kind: "retry", retry }),
    });
    const { text, usage } = response;
    onEvent?.({ kind: "exchange", promptHash: await requestKey(asked), text, usage });
    const answer = readAnswer(response, names, keys);
    if (answer.kind !== "broken") return answer;
    if (asks === maxAsks) return { kind: "unusable", reason: answer.reason, text };
    onEvent?.({ kind: "re-ask", reason: answer.reason, text });
    asked = { ...request, messages: [...request.messages, ...reAskMessages(text, answer.reason)] };
  }
}
