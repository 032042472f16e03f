/**
 * Language models: the port, the OpenAI client, recording and replay, meters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import type { LanguageModel } from "@opto/opto/model";
 *
 * const echo: LanguageModel = {
 *   name: "echo",
 *   generate: ({ messages }) =>
 *     Promise.resolve({
 *       text: messages.at(-1)?.content ?? "",
 *       finishReason: "stop",
 *       usage: { promptTokens: 1, completionTokens: 1, usd: 0 },
 *       model: "echo",
 *     }),
 * };
 * const { text } = await echo.generate({ messages: [{ role: "user", content: "hi" }] });
 * assertEquals(text, "hi");
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type {
  GenerateOptions,
  LanguageModel,
  ModelMessage,
  ModelRequest,
  ModelResponse,
  ModelRetry,
  ModelUsage,
} from "../model/language_model.ts";
export { ask, type AskSettings } from "../model/ask.ts";
export { withModel } from "../model/models_in_use.ts";
export { openaiModel, type OpenAiModelOptions } from "../model/openai_model.ts";
export {
  type AiSdkCall,
  type AiSdkLanguageModel,
  aiSdkModel,
  type AiSdkModelOptions,
  type AiSdkResult,
} from "../model/ai_sdk_model.ts";
export { manualModel, type ManualModelOptions } from "../model/manual_model.ts";
export { rateLimited } from "../model/rate_limited.ts";
export { recording, RecordingFile } from "../model/recording.ts";
export { replaying } from "../model/replaying.ts";
export { metered, type MeteredModel, type ModelBudget } from "../model/metered.ts";
export type { ModelClock } from "../model/model_clock.ts";
export type { Exchange } from "../model/exchange.ts";
export type { ExchangeSink } from "../model/recording.ts";
export type { ModelRole, ModelSpending, RunUsage } from "../model/spending.ts";
export type { ModelPrice } from "../model/price.ts";
