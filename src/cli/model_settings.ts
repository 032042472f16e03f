/**
 * The settings of a model on the command line: server, key, limits and price.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { ModelSettings } from "../model/chosen_model.ts";
import { checkedPrice, type ModelPrice } from "../model/price.ts";
import type { RunOptionValues } from "./run_options.ts";

/** The settings of a model on the command line. @throws {UsageError} when one is out of range */
export function modelSettings(
  options: RunOptionValues,
  env: (name: string) => string | undefined,
): ModelSettings {
  const seconds = options["model-timeout"];
  if (seconds === 0) {
    throw new UsageError('Cannot use "0" as --model-timeout: received no time at all', {
      advice: "Write for example --model-timeout 600.",
    });
  }
  return {
    baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
    apiKey: env("OPENAI_API_KEY"),
    timeoutMs: seconds === undefined ? undefined : seconds * 1_000,
    maxAnswerBytes: options["max-answer-bytes"],
    price: options.price === undefined ? undefined : readPrice(options.price),
  };
}

/** `IN,OUT` in dollars per million tokens. @throws {UsageError} when it is something else */
function readPrice(text: string): ModelPrice {
  const [promptUsd = NaN, completionUsd = NaN, ...rest] = text.split(",")
    .map((part) => part.trim() === "" ? NaN : Number(part));
  try {
    const price = rest.length === 0 ? checkedPrice({ promptUsd, completionUsd }) : null;
    if (price !== null) return price;
  } catch (_notAPrice) {
    // The error below names the option.
  }
  throw new UsageError(`Cannot read "--price ${text}" as IN,OUT: received no two numbers from 0`, {
    advice: "Write the dollars per million tokens of prompts and answers: --price 0.15,0.60.",
  });
}
