/**
 * The models of a command: names, servers, limits and prices.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import type { ModelSettings } from "../model/open_model.ts";
import { checkedPrice, type ModelPrice } from "../model/price.ts";
import { isRecord } from "../record.ts";
import type { ModelOfTask } from "../supervise/message.ts";
import type { EventOf } from "../trainer/event.ts";
import type { RunOptionValues } from "./run_options.ts";

/** The options that concern models. */
export type ModelOptionValues = Pick<
  RunOptionValues,
  | "model"
  | "base-url"
  | "agent-model"
  | "agent-base-url"
  | "model-timeout"
  | "model-rate"
  | "max-answer-bytes"
  | "price"
  | "prices"
  | "record"
  | "replay"
>;

type Env = (name: string) => string | undefined;

/** The settings of a model on the command line. @throws {UsageError} when one is out of range */
export function modelSettings(options: ModelOptionValues, env: Env): ModelSettings {
  const seconds = options["model-timeout"];
  if (seconds === 0) {
    throw new UsageError('Cannot use "0" as --model-timeout: received no time at all', {
      advice: "Write for example --model-timeout 600.",
    });
  }
  return {
    baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
    apiKey: env("OPENAI_API_KEY"),
    env,
    timeoutMs: seconds === undefined ? undefined : seconds * 1_000,
    callsPerMinute: options["model-rate"],
    maxAnswerBytes: options["max-answer-bytes"],
    price: options.price === undefined ? undefined : readPrice(options.price),
    prices: options.prices === undefined ? undefined : readPrices(options.prices),
  };
}

/**
 * The models of the options or the environment, for the process of a task; keys go there by its environment.
 *
 * @param started the start of the run that is resumed: it keeps its models
 */
export function modelsOfCommand(
  options: ModelOptionValues,
  { env, started, isResumed }: {
    readonly env: Env;
    readonly started?: EventOf<"started"> | undefined;
    readonly isResumed: boolean;
  },
): ModelOfTask {
  const { apiKey: _inherited, env: _own, ...settings } = modelSettings(options, env);
  const ofEnv = (name: string) => isResumed ? undefined : env(name);
  return {
    named: options.model ?? ofEnv("OPTO_MODEL"),
    loggedModel: started?.model ?? undefined,
    agent: {
      named: options["agent-model"] ?? ofEnv("OPTO_AGENT_MODEL"),
      baseUrl: options["agent-base-url"],
    },
    loggedAgentModel: started?.agentModel,
    ...settings,
    replay: options.replay,
    record: options.record,
  };
}

/** `IN,OUT` in dollars per million tokens. @throws {UsageError} when it is something else */
function readPrice(text: string): ModelPrice {
  const parts = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const price = priceOfPair(parts);
  if (price !== undefined) return price;
  throw new UsageError(`Cannot read "--price ${text}" as IN,OUT: received no two numbers from 0`, {
    advice: "Write the dollars per million tokens of prompts and answers: --price 0.15,0.60.",
  });
}

/** The prices in a file, by name of the model. @throws {UsageError} when it cannot be read or holds something else */
function readPrices(path: string): Readonly<Record<string, ModelPrice>> {
  const refused = (received: string, cause?: unknown) =>
    new UsageError(`Cannot read "${path}" as prices of models: received ${received}`, {
      cause,
      advice:
        'Write {"gpt-4o-mini": [0.15, 0.60]}: dollars per million tokens of prompts and answers.',
    });
  let data: unknown;
  try {
    data = JSON.parse(Deno.readTextFileSync(path));
  } catch (cause) {
    throw refused(messageOf(cause), cause);
  }
  if (!isRecord(data)) throw refused("no object");
  return Object.fromEntries(
    Object.entries(data).map(([name, pair]) => {
      const price = priceOfPair(pair);
      if (price === undefined) throw refused(`no two numbers from 0 for "${name}"`);
      return [name, price];
    }),
  );
}

/** A price from `[IN, OUT]`; undefined for something else. */
function priceOfPair(pair: unknown): ModelPrice | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const [promptUsd, completionUsd] = pair;
  try {
    return checkedPrice({ promptUsd, completionUsd }) ?? undefined;
  } catch {
    return undefined; // its caller says what was needed
  }
}
