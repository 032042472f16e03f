/**
 * Estimated usage of exchanges for which the server reports none.
 *
 * @module
 */
import type { ModelRequest, ModelUsage } from "./language_model.ts";
import { type ModelPrice, priceOf } from "./price.ts";
import { estimateTokens } from "./tokens.ts";

/** Estimated tokens of a request: its messages, and four more for the frame of each. */
export function estimatePromptTokens(request: ModelRequest): number {
  return request.messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);
}

/** Estimated usage of a request and its answer. */
export function estimateUsage(
  request: ModelRequest,
  answer: string,
  price: ModelPrice | null | undefined,
): ModelUsage {
  const promptTokens = estimatePromptTokens(request);
  const completionTokens = estimateTokens(answer);
  return {
    promptTokens,
    completionTokens,
    usd: priceOf(price, { promptTokens, completionTokens }),
  };
}
