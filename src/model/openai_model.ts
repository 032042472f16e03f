/**
 * A language model behind any server with the OpenAI chat API.
 *
 * @module
 */
import type OpenAi from "openai";
import { ModelError, UsageError } from "../errors.ts";
import { readAnswerBody } from "./answer_body.ts";
import { defaultAnswerBytes } from "./answer_limit.ts";
import { boundedFetch } from "./bounded_fetch.ts";
import { type ModelClock, systemClock } from "./model_clock.ts";
import { inDialect } from "./dialect.ts";
import { findingDialect } from "./dialect_search.ts";
import type {
  GenerateOptions,
  LanguageModel,
  ModelRequest,
  ModelResponse,
} from "./language_model.ts";
import { readCompletion } from "./openai_completion.ts";
import { classifyFailure } from "./openai_failure.ts";
import { checkedPrice, listPrice, type ModelPrice } from "./price.ts";
import { retrying } from "./retrying.ts";
import { Semaphore } from "./semaphore.ts";
import { withoutCredentials, withoutSecrets } from "./without_secrets.ts";

/** Server, limits and price of a model. */
export interface OpenAiModelOptions {
  /** Name of the model on the server. */
  readonly model: string;
  /** Root of the API. @default "https://api.openai.com/v1" */
  readonly baseUrl?: string | undefined;
  /** The key sent with each call. Required for OpenAI's own server. @default "none" */
  readonly apiKey?: string | undefined;
  /** Milliseconds for one try, from the request to the end of the answer. Such a try is not repeated. @default 600_000 */
  readonly timeoutMs?: number;
  /**
   * Milliseconds between two pieces of an answer, once it has begun. Answers are streamed where the server can, so that a
   * slow model is told from one that hangs. Such a try is repeated. @default half of timeoutMs
   */
  readonly silenceMs?: number;
  /** Milliseconds for one call with all tries and waits. @default 2 × timeoutMs */
  readonly deadlineMs?: number;
  /** Largest answer in bytes, decompressed; the rest is cut off. @default 4 MB */
  readonly maxAnswerBytes?: number;
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
 * dropped for later calls. Answers are streamed where the server can. An answer of more than `maxAnswerBytes` is cut there,
 * with a mark, and counts as cut off (`finishReason: "length"`).
 *
 * @throws {UsageError} when the base URL is not a URL, or a limit is not a positive number
 * @throws {TypeError} when the price is not one
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
  const timeoutMs = positive("timeoutMs", options.timeoutMs ?? 600_000);
  const silenceMs = positive("silenceMs", options.silenceMs ?? timeoutMs / 2);
  const deadlineMs = positive("deadlineMs", options.deadlineMs ?? 2 * timeoutMs);
  const maxBytes = positive("maxAnswerBytes", options.maxAnswerBytes ?? defaultAnswerBytes);
  const maxAttempts = positive("maxAttempts", options.maxAttempts ?? 4);
  const semaphore = new Semaphore(positive("maxConcurrent", options.maxConcurrent ?? 4));
  const baseUrl = readUrl(options.baseUrl ?? openAiUrl);
  const { model: name, price: given = baseUrl === openAiUrl ? listPrice(name) : null } = options;
  const price = checkedPrice(given);
  const { password } = new URL(baseUrl);
  const secrets = [options.apiKey ?? "", password];
  const shownUrl = withoutCredentials(baseUrl);
  const connect = openClient({ ...options, baseUrl }, 2 * deadlineMs);

  const send = findingDialect(async (request, dialect, { signal, onPiece }) => {
    const client = await connect();
    try {
      const { body } = await client.chat.completions.create(
        { model: name, messages: [...request.messages], ...inDialect(request, dialect) },
        { signal },
      ).asResponse();
      const completion = await readAnswerBody(body, { maxBytes, onPiece });
      return readCompletion(completion, { request, model: name, price, maxLength: maxBytes });
    } catch (error) {
      throw withoutSecrets(error, secrets);
    }
  });

  function sendWithRetries(
    request: ModelRequest,
    { signal, onRetry }: GenerateOptions,
  ): Promise<ModelResponse> {
    const report = onRetry === undefined ? {} : { onRetry };
    const attempt = (trySignal: AbortSignal, onPiece: () => void) =>
      send(request, { signal: trySignal, onPiece, ...report });
    return retrying(attempt, {
      maxAttempts,
      timeoutMs,
      silenceMs,
      deadlineMs,
      clock: options.clock ?? systemClock,
      classify: (error, timeout) =>
        classifyFailure(error, {
          model: name,
          baseUrl: shownUrl,
          price,
          timeoutMs,
          silenceMs,
          timeout,
        }),
      signal,
      onRetry,
    });
  }

  return {
    name,
    price,
    host: new URL(baseUrl).host,
    generate: (request, callOptions = {}) =>
      semaphore.run(() => sendWithRetries(request, callOptions), callOptions.signal),
  };
}

/** Makes a function that opens the API client at its first call. @throws {ModelError} without a required key */
function openClient(
  { model, baseUrl, apiKey: given }: Pick<OpenAiModelOptions, "model" | "apiKey"> & {
    readonly baseUrl: string;
  },
  timeout: number,
): () => Promise<OpenAi> {
  let client: Promise<OpenAi> | undefined;
  return () => {
    const apiKey = given || (baseUrl === openAiUrl ? undefined : "none");
    if (apiKey === undefined) {
      throw new ModelError(
        `Cannot ask "${model}" at ${withoutCredentials(baseUrl)}: received no key`,
        {
          advice: "Set OPENAI_API_KEY, or set OPENAI_BASE_URL to a server that needs no key.",
          isFatal: true,
        },
      );
    }
    return client ??= import("openai").then(({ default: OpenAi }) =>
      new OpenAi({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout, fetch: boundedFetch })
    );
  };
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
