/**
 * Servers that speak the OpenAI chat API, by the prefix of a model's name: `groq/llama-3.3-70b`.
 *
 * @module
 */

/** A server, and where its key comes from. */
export interface Provider {
  /** Root of its API. */
  readonly baseUrl: string;
  /** The environment variable with its key; null for a server on this machine that needs none. */
  readonly keyName: string | null;
}

/** The servers by prefix, as their own documentation gives them. */
export const providers: Readonly<Record<string, Provider>> = {
  anthropic: { baseUrl: "https://api.anthropic.com/v1", keyName: "ANTHROPIC_API_KEY" },
  cerebras: { baseUrl: "https://api.cerebras.ai/v1", keyName: "CEREBRAS_API_KEY" },
  deepseek: { baseUrl: "https://api.deepseek.com/v1", keyName: "DEEPSEEK_API_KEY" },
  fireworks: { baseUrl: "https://api.fireworks.ai/inference/v1", keyName: "FIREWORKS_API_KEY" },
  gemini: {
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    keyName: "GEMINI_API_KEY",
  },
  groq: { baseUrl: "https://api.groq.com/openai/v1", keyName: "GROQ_API_KEY" },
  lmstudio: { baseUrl: "http://localhost:1234/v1", keyName: null },
  mistral: { baseUrl: "https://api.mistral.ai/v1", keyName: "MISTRAL_API_KEY" },
  ollama: { baseUrl: "http://localhost:11434/v1", keyName: null },
  openai: { baseUrl: "https://api.openai.com/v1", keyName: "OPENAI_API_KEY" },
  openrouter: { baseUrl: "https://openrouter.ai/api/v1", keyName: "OPENROUTER_API_KEY" },
  together: { baseUrl: "https://api.together.xyz/v1", keyName: "TOGETHER_API_KEY" },
  vllm: { baseUrl: "http://localhost:8000/v1", keyName: null },
  xai: { baseUrl: "https://api.x.ai/v1", keyName: "XAI_API_KEY" },
};

/** A model on the server of a known provider. */
export interface ProvidedModel {
  readonly provider: Provider;
  /** Name of the model on that server. */
  readonly model: string;
}

/**
 * The server and the model of `provider/name`; undefined for a name without a known prefix.
 *
 * @example
 * ```ts
 * import { providedModel } from "./providers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(providedModel("openrouter/meta-llama/llama-3.1-8b-instruct")?.model, "meta-llama/llama-3.1-8b-instruct");
 * assertEquals(providedModel("meta-llama/llama-3.1-8b-instruct"), undefined);
 * ```
 */
export function providedModel(name: string): ProvidedModel | undefined {
  const end = name.indexOf("/");
  const prefix = name.slice(0, Math.max(0, end));
  const provider = Object.hasOwn(providers, prefix) ? providers[prefix] : undefined;
  const model = name.slice(end + 1);
  return provider === undefined || model === "" ? undefined : { provider, model };
}
