/**
 * A language model with scripted answers, for tests.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { LanguageModel, ModelRequest, ModelResponse } from "./language_model.ts";
import { estimateUsage } from "./usage.ts";

/** One answer: its text, a whole response, or an error to reject with. */
export type ScriptedAnswer = string | ModelResponse | Error;

/** A scripted model that keeps its requests in the order of the calls. */
export interface ScriptedModel extends LanguageModel {
  /** Copies of the requests. */
  readonly requests: readonly ModelRequest[];
}

/**
 * A model that gives the listed answers in order, or the result of a function of the request. It costs nothing;
 * tokens are estimated. After the last listed answer it rejects with a fatal `ModelError`.
 *
 * @example
 * ```ts
 * import { scriptedModel } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const model = scriptedModel(({ messages }) => `You said ${messages.at(-1)?.content}.`);
 * const { text } = await model.generate({ messages: [{ role: "user", content: "yes" }] });
 * assertEquals(text, "You said yes.");
 * ```
 */
export function scriptedModel(
  answers:
    | readonly ScriptedAnswer[]
    | ((request: ModelRequest) => ScriptedAnswer | Promise<ScriptedAnswer>),
): ScriptedModel {
  const requests: ModelRequest[] = [];
  const price = { promptUsd: 0, completionUsd: 0 };

  function next(request: ModelRequest): ScriptedAnswer | Promise<ScriptedAnswer> {
    if (typeof answers === "function") return answers(request);
    return answers[requests.length - 1] ??
      new ModelError(
        `Cannot answer call ${requests.length} of a script: received ${answers.length} answers`,
        { isFatal: true },
      );
  }

  return {
    name: "scripted",
    price,
    requests,
    async generate(request, { signal } = {}) {
      signal?.throwIfAborted();
      requests.push(structuredClone(request));
      const answer = await next(request);
      signal?.throwIfAborted();
      if (answer instanceof Error) throw answer;
      if (typeof answer !== "string") return answer;
      const usage = estimateUsage(request, answer, price);
      return { text: answer, finishReason: "stop", usage, model: "scripted" };
    },
  };
}
