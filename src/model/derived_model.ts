/**
 * A model that differs from another only in how it generates.
 *
 * @module
 */
import type { LanguageModel } from "./language_model.ts";

/** The name, price and host of `model` with another `generate`. */
export function derivedModel(
  { name, price, host }: LanguageModel,
  generate: LanguageModel["generate"],
): LanguageModel {
  return {
    name,
    ...(price === undefined ? {} : { price }),
    ...(host === undefined ? {} : { host }),
    generate,
  };
}
