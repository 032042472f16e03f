/**
 * The limit on the length of a model's answer.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import type { LanguageModel, ModelResponse } from "./language_model.ts";
import { derivedModel } from "./derived_model.ts";

/** Maximum bytes of one answer, decompressed, unless an option says otherwise: 4 MB. */
export const defaultAnswerBytes: number = 4 * 2 ** 20;

/**
 * The response with at most `maxLength` characters, well-formed. One that was cut ends with a mark and has the finish
 * reason `length`, like one that the server cut.
 */
export function cutAnswer(
  response: ModelResponse,
  maxLength: number = defaultAnswerBytes,
): ModelResponse {
  const { text } = response;
  if (text.length > maxLength) {
    return { ...response, text: cutText(text, maxLength), finishReason: "length" };
  }
  return text.isWellFormed() ? response : { ...response, text: text.toWellFormed() };
}

/** The same model with answers of bounded length, so that no answer takes long to log, parse or print. */
export function withShortAnswers(
  model: LanguageModel,
  maxLength: number = defaultAnswerBytes,
): LanguageModel {
  return derivedModel(
    model,
    async (request, options) => cutAnswer(await model.generate(request, options), maxLength),
  );
}
