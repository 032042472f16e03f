/**
 * Opens a model by its name: behind an OpenAI-compatible API, or one whose answers are files.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "./language_model.ts";
import { listPrice, type ModelPrice } from "./price.ts";
import { rateLimited } from "./rate_limited.ts";
import { providedModel } from "./providers.ts";

/** Server, limits and price of a model that is named. */
export interface ModelSettings {
  /** Root of the API; the name is then used as it is. @default the server of the name's provider, else OpenAI's */
  readonly baseUrl: string | undefined;
  /** Key for `baseUrl`, and for OpenAI's server. */
  readonly apiKey: string | undefined;
  /** Milliseconds for one answer. @default the client's own */
  readonly timeoutMs?: number | undefined;
  /** Largest answer. @default the client's own */
  readonly maxAnswerBytes?: number | undefined;
  /** @default that of `prices`, else the list price, if known */
  readonly price?: ModelPrice | undefined;
  /** Calls that may begin in a minute. @default any number */
  readonly callsPerMinute?: number | undefined;
  /** Prices by name of the model. @default none */
  readonly prices?: Readonly<Record<string, ModelPrice>> | undefined;
  /** Reads the environment, for keys of providers. @default an empty one */
  readonly env?: ((name: string) => string | undefined) | undefined;
}

/** Begins the name of a model whose answers are files. */
const manual = "manual:";

/** The environment variable that holds the key of a model. */
export function keyNameOf(name: string, baseUrl: string | undefined): string | null {
  const provided = baseUrl === undefined ? providedModel(name) : undefined;
  return provided === undefined ? "OPENAI_API_KEY" : provided.provider.keyName;
}

/**
 * A model by its name: `manual:DIR`, `provider/name`, or the name on the server of `baseUrl`, else on OpenAI's.
 *
 * @throws {UsageError} when neither key nor server is set
 */
export async function openModel(name: string, settings: ModelSettings): Promise<LanguageModel> {
  const { timeoutMs, maxAnswerBytes } = settings;
  if (isManual(name)) {
    const { manualModel } = await import("./manual_model.ts");
    return manualModel({
      directory: name.slice(manual.length),
      ...(timeoutMs === undefined ? {} : { deadlineMs: timeoutMs }),
    });
  }
  const provided = settings.baseUrl === undefined ? providedModel(name) : undefined;
  const { baseUrl, apiKey, model } = provided === undefined
    ? { ...settings, model: name }
    : { ...provided, ...serverOf(name, settings) };
  if (baseUrl === undefined && apiKey === undefined) {
    throw new UsageError(`Cannot ask the model "${name}": received neither a key nor a server`, {
      advice: "Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL (--base-url) for another server.",
    });
  }
  const { openaiModel } = await import("./openai_model.ts");
  const price = givenPrice(name, settings);
  const opened = openaiModel({
    model,
    baseUrl,
    apiKey,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
    ...(price === undefined ? {} : { price }),
  });
  const named = { ...opened, name }; // a run is resumed by this name
  const { callsPerMinute } = settings;
  return callsPerMinute === undefined ? named : rateLimited(named, { callsPerMinute });
}

/** The same model, opened at its first call: until then it needs no key, and a model of files no directory. */
export function openLate(name: string, settings: ModelSettings): LanguageModel {
  let opened: Promise<LanguageModel> | undefined;
  return {
    name,
    price: namedPrice(name, settings),
    generate: async (...call) =>
      await (await (opened ??= openModel(name, settings))).generate(...call),
  };
}

/** The price that `openModel` gives a model; null where it is not known. It needs no key. */
export function namedPrice(name: string, settings: ModelSettings): ModelPrice | null {
  if (isManual(name)) return { promptUsd: 0, completionUsd: 0 };
  const given = givenPrice(name, settings);
  if (given !== undefined || settings.baseUrl !== undefined) return given ?? null;
  const provided = providedModel(name);
  if (provided === undefined) return listPrice(name);
  return provided.provider.keyName === "OPENAI_API_KEY" ? listPrice(provided.model) : null;
}

function isManual(name: string): boolean {
  return name.startsWith(manual) && name.length > manual.length;
}

function givenPrice(name: string, { price, prices = {} }: ModelSettings): ModelPrice | undefined {
  return price ?? (Object.hasOwn(prices, name) ? prices[name] : undefined);
}

/** Server and key of a provider. @throws {UsageError} without a key that it needs */
function serverOf(
  name: string,
  { env = () => undefined, apiKey }: ModelSettings,
): { readonly baseUrl: string | undefined; readonly apiKey: string | undefined } {
  const { baseUrl, keyName } = providedModel(name)!.provider; // its caller has found it
  if (keyName === null) return { baseUrl, apiKey: undefined };
  const key = env(keyName) || (keyName === "OPENAI_API_KEY" ? apiKey : undefined);
  if (key !== undefined) return { baseUrl, apiKey: key };
  throw new UsageError(
    `Cannot ask the model "${name}": received no key for ${new URL(baseUrl).host}`,
    {
      advice: `Set ${keyName}; or give another server with --base-url, which gets the whole name.`,
    },
  );
}
