/**
 * The limit on the length of a model's answer.
 *
 * @module
 */
import type { LanguageModel, ModelResponse } from "./language_model.ts";

/** Maximum characters of an answer. Proposed code has at most 200,000, and real models end far earlier. */
export const maxAnswerLength = 500_000;

/**
 * The response with at most `maxAnswerLength` characters, well-formed. One that was cut has the finish reason
 * `length`, like one that the server cut.
 */
export function cutAnswer(response: ModelResponse): ModelResponse {
  const { text } = response;
  if (text.length > maxAnswerLength) {
    const start = text.slice(0, maxAnswerLength).toWellFormed();
    return { ...response, text: start, finishReason: "length" };
  }
  return text.isWellFormed() ? response : { ...response, text: text.toWellFormed() };
}

/** The same model with answers of bounded length, so that no answer takes long to log, parse or print. */
export function withShortAnswers(model: LanguageModel): LanguageModel {
  return {
    name: model.name,
    ...(model.price === undefined ? {} : { price: model.price }),
    generate: async (request, options) => cutAnswer(await model.generate(request, options)),
  };
}
