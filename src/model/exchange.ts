/**
 * One answered model call, and its key.
 *
 * @module
 */
import { encodeHex } from "@std/encoding/hex";
import type { ModelRole } from "./spending.ts";
import type { ModelRequest, ModelResponse } from "./language_model.ts";
import type { ModelPrice } from "./price.ts";

/** A request with its answer, as recordings and event logs keep it. */
export interface Exchange {
  /** `requestKey` of the request as it was sent, before redaction. */
  readonly key: string;
  /** The part of the run that asked. @default "optimizer" */
  readonly role?: Exclude<ModelRole, "optimizer">;
  /** The request. */
  readonly request: ModelRequest;
  /** The answer. */
  readonly response: ModelResponse;
  /** Price at the time of the call, so that a replay can hold the same budget. */
  readonly price?: ModelPrice | null;
}

/**
 * Sixteen hexadecimal digits, equal for equal requests; the order of fields does not matter.
 *
 * @param draw tells equal requests apart that have an answer each
 */
export async function requestKey(request: ModelRequest, draw?: string): Promise<string> {
  const text = requestText(request) + (draw === undefined ? "" : ` ${draw}`);
  const bytes = new TextEncoder().encode(text);
  return encodeHex(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16);
}

/** A request as text, equal for equal requests. */
export function requestText(request: ModelRequest): string {
  return JSON.stringify(request, sortKeys);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
