/**
 * Memory of proposers and trainers: plain data, bounded, copied at every hand-over.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { UsageError } from "../errors.ts";
import { readValue, writeValue } from "../trace/data/exact_value.ts";
import type { Json } from "../../sandbox/value/format.ts";

/** Maximum length of one memory as JSON. */
export const maxMemoryLength = 4_000_000;

/** Memory as JSON, as stored in the event log. */
export type EncodedMemory = Json;

/** A proposer or trainer, which may keep memory. */
export interface Keeper {
  readonly name: string;
  readonly initialMemory?: unknown;
}

/** Whether a proposer or trainer keeps memory between its calls. */
export function keepsMemory(keeper: Keeper): boolean {
  return keeper.initialMemory !== undefined;
}

/**
 * Encodes memory as JSON, for the event log.
 *
 * @throws {UsageError} when it is not plain data, is too large, or `initialMemory` is missing
 */
export function encodeMemory(keeper: Keeper, memory: unknown): EncodedMemory {
  if (!keepsMemory(keeper)) {
    throw refuse(keeper, "received memory from one without initialMemory", {
      advice: "Declare initialMemory: the memory of the first call.",
    });
  }
  let json: Json;
  try {
    json = writeValue(memory);
  } catch (cause) {
    throw refuse(keeper, `received ${messageOf(cause)}`, {
      cause,
      advice: "Memory must be data: numbers, strings, arrays, records, Maps, Sets.",
    });
  }
  const { length } = JSON.stringify(json);
  if (length <= maxMemoryLength) return json;
  throw refuse(keeper, `received ${length} characters, more than ${maxMemoryLength}`, {
    advice: "Store less, for example a bounded list or a summary.",
  });
}

/** A fresh copy of encoded memory. */
export function decodeMemory(json: EncodedMemory): unknown {
  return readValue(json);
}

function refuse(
  { name }: Keeper,
  received: string,
  options: { readonly cause?: unknown; readonly advice: string },
): UsageError {
  return new UsageError(`Cannot keep the memory of "${name}" as plain data: ${received}`, options);
}
