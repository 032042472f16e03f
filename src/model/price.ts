/**
 * Prices of model tokens.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";

/** US dollars per million tokens. */
export interface ModelPrice {
  /** Price of the prompt. */
  readonly promptUsd: number;
  /** Price of the answer. */
  readonly completionUsd: number;
}

/**
 * The price, or null when there is none.
 *
 * @throws {TypeError} when it is not `{ promptUsd, completionUsd }` with dollars from 0, as untyped code may give it
 */
export function checkedPrice(price: unknown): ModelPrice | null {
  if (price === null || price === undefined) return null;
  const { promptUsd, completionUsd } = price as Partial<ModelPrice>; // as: both are checked here
  const isUsd = (value: unknown) =>
    typeof value === "number" && Number.isFinite(value) && value >= 0;
  if (isUsd(promptUsd) && isUsd(completionUsd)) return price as ModelPrice; // as: checked above
  throw new TypeError(
    `Cannot use the price of a model: received ${
      printed(price)
    }, not { promptUsd, completionUsd } in US dollars per million tokens`,
  );
}

function printed(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) ?? "" : String(value);
  return shortText(text, 200);
}

/** The list prices of OpenAI's text models, as published; other models have no known price. */
const listPrices: Readonly<Record<string, ModelPrice>> = {
  "gpt-3.5-turbo": { promptUsd: 0.5, completionUsd: 1.5 },
  "gpt-4-turbo": { promptUsd: 10, completionUsd: 30 },
  "gpt-4o": { promptUsd: 2.5, completionUsd: 10 },
  "gpt-4o-mini": { promptUsd: 0.15, completionUsd: 0.6 },
  "gpt-4.1": { promptUsd: 2, completionUsd: 8 },
  "gpt-4.1-mini": { promptUsd: 0.4, completionUsd: 1.6 },
  "gpt-4.1-nano": { promptUsd: 0.1, completionUsd: 0.4 },
  "gpt-5": { promptUsd: 1.25, completionUsd: 10 },
  "gpt-5-mini": { promptUsd: 0.25, completionUsd: 2 },
  "gpt-5-nano": { promptUsd: 0.05, completionUsd: 0.4 },
  "o3": { promptUsd: 2, completionUsd: 8 },
  "o3-mini": { promptUsd: 1.1, completionUsd: 4.4 },
  "o4-mini": { promptUsd: 1.1, completionUsd: 4.4 },
};

/**
 * The list price of an OpenAI model, also under its dated name; null when unknown.
 *
 * @example
 * ```ts
 * import { listPrice } from "./price.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(listPrice("gpt-4o-2024-08-06"), { promptUsd: 2.5, completionUsd: 10 });
 * assertEquals(listPrice("my-own-model"), null);
 * ```
 */
export function listPrice(model: string): ModelPrice | null {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  return Object.hasOwn(listPrices, name) ? listPrices[name] ?? null : null;
}

/** US dollars of one exchange, or null when the price is unknown. */
export function priceOf(
  price: ModelPrice | null | undefined,
  usage: { readonly promptTokens: number; readonly completionTokens: number },
): number | null {
  if (price === null || price === undefined) return null;
  return (usage.promptTokens * price.promptUsd + usage.completionTokens * price.completionUsd) /
    1_000_000;
}
