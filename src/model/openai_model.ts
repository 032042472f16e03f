/**
 * A language model behind any server with the OpenAI chat API.
 *
 * @module
 */
import type OpenAi from "openai";
import { ModelError, UsageError } from "../errors.ts";
import { type ModelClock, systemClock } from "./model_clock.ts";
import { type Dialect, fullDialect, inDialect, lesserDialect } from "./dialect.ts";
import type {
  GenerateOptions,
  LanguageModel,
  ModelRequest,
  ModelResponse,
} from "./language_model.ts";
import { readCompletion } from "./openai_completion.ts";
import { classifyFailure, refusalOf } from "./openai_failure.ts";
import { listPrice, type ModelPrice } from "./price.ts";
import { retrying } from "./retrying.ts";
import { Semaphore } from "./semaphore.ts";

/** Server, limits and price of a model. */
export interface OpenAiModelOptions {
  /** Name of the model on the server. */
  readonly model: string;
  /** Root of the API. @default "https://api.openai.com/v1" */
  readonly baseUrl?: string | undefined;
  /** The key sent with each call. Required for OpenAI's own server. @default "none" */
  readonly apiKey?: string | undefined;
  /** Milliseconds for one try. @default 60_000 */
  readonly timeoutMs?: number;
  /** Milliseconds for one call with all tries and waits. @default 3 × timeoutMs */
  readonly deadlineMs?: number;
  /** Tries of one call. @default 4 */
  readonly maxAttempts?: number;
  /** Calls at the same time; further ones wait. @default 4 */
  readonly maxConcurrent?: number;
  /** Price of its tokens. @default OpenAI's list price on OpenAI's own server, else unknown */
  readonly price?: ModelPrice | null;
  /** Clock for the waits between tries. @default the machine's own */
  readonly clock?: ModelClock;
}

const openAiUrl = "https://api.openai.com/v1";

/**
 * A language model over chat completions, at any base URL. The `openai` package loads at the first call. Failed tries are
 * repeated here only, and each is reported through `onRetry`.
 *
 * Features that a server refuses (a schema for the answer, `max_tokens`, a temperature) are dropped one by one, and stay
 * dropped for later calls.
 *
 * @throws {UsageError} when the base URL is not a URL, or a limit is not a positive number
 *
 * @example
 * ```ts
 * import { openaiModel } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const model = openaiModel({ model: "llama3", baseUrl: "http://127.0.0.1:11434/v1" });
 * assertEquals(model.name, "llama3");
 * // const { text } = await model.generate({ messages: [{ role: "user", content: "Hello" }] });
 * ```
 */
export function openaiModel(options: OpenAiModelOptions): LanguageModel {
  const timeoutMs = positive("timeoutMs", options.timeoutMs ?? 60_000);
  const deadlineMs = positive("deadlineMs", options.deadlineMs ?? 3 * timeoutMs);
  const maxAttempts = positive("maxAttempts", options.maxAttempts ?? 4);
  const semaphore = new Semaphore(positive("maxConcurrent", options.maxConcurrent ?? 4));
  const baseUrl = readUrl(options.baseUrl ?? openAiUrl);
  const isOpenAi = baseUrl === openAiUrl;
  const name = options.model;
  const price = options.price !== undefined ? options.price : isOpenAi ? listPrice(name) : null;
  let dialect = fullDialect;
  let client: Promise<OpenAi> | undefined;

  function connect(): Promise<OpenAi> {
    const apiKey = options.apiKey || (isOpenAi ? undefined : "none");
    if (apiKey === undefined) {
      throw new ModelError(`Cannot ask "${name}" at ${baseUrl}: received no key`, {
        advice: "Set OPENAI_API_KEY, or set OPENAI_BASE_URL to a server that needs no key.",
        isFatal: true,
      });
    }
    return client ??= import("openai").then(({ default: OpenAi }) =>
      new OpenAi({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: 2 * deadlineMs })
    );
  }

  async function send(
    request: ModelRequest,
    form: Dialect,
    signal: AbortSignal,
  ): Promise<ModelResponse> {
    const api = await connect();
    const completion: unknown = await api.chat.completions.create(
      { model: name, messages: [...request.messages], ...inDialect(request, form), stream: false },
      { signal },
    );
    return readCompletion(completion, { request, model: name, baseUrl, price });
  }

  async function attempt(
    request: ModelRequest,
    signal: AbortSignal,
    onRetry: GenerateOptions["onRetry"],
  ): Promise<ModelResponse> {
    for (let form = dialect, steps = 1;; steps++) {
      try {
        const response = await send(request, form, signal);
        dialect = form;
        return response;
      } catch (error) {
        const refusal = refusalOf(error);
        const lesser = refusal === null ? null : lesserDialect(form, request, refusal);
        if (lesser === null) throw error;
        form = lesser.dialect;
        onRetry?.({
          attempt: steps,
          reason: `${refusal}; asking with ${lesser.change}`,
          waitMs: 0,
        });
      }
    }
  }

  function generate(
    request: ModelRequest,
    { signal, onRetry }: GenerateOptions = {},
  ): Promise<ModelResponse> {
    return semaphore.run(
      () =>
        retrying((trySignal) => attempt(request, trySignal, onRetry), {
          maxAttempts,
          timeoutMs,
          deadlineMs,
          clock: options.clock ?? systemClock,
          classify: (error, isTimeout) =>
            classifyFailure(error, { model: name, baseUrl, timeoutMs, isTimeout }),
          signal,
          onRetry,
        }),
      signal,
    );
  }

  return { name, price, generate };
}

function positive(option: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(
    `Cannot use "${value}" as ${option}: received a value that is not a positive number`,
  );
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw new UsageError(
      `Cannot use "${text}" as the base URL of a model: received a value that is not an http or https URL`,
      { advice: "Write it like http://127.0.0.1:11434/v1." },
    );
  }
  return text.replace(/\/+$/, "");
}
