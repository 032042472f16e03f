/**
 * Packs the large parts of an event into short text: graphs, prompts and memories, which repeat themselves.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { RunEvent } from "./event.ts";
import { jsonText } from "./json_text.ts";

/** The fields that may be large, by type of event. */
const packedFields: { readonly [Type in RunEvent["type"]]?: readonly string[] } = {
  evaluated: ["feedbackGraph", "messages"],
  exchange: ["request"],
  answered: ["memory"],
  best: ["agent", "drawings"],
  step: ["memory"],
};

/** Fields whose JSON is shorter stay as they are, for readers of the file. */
const leastLength = 1000;

/** Largest JSON of all packed fields of an event, in bytes: what a few characters may unpack to. */
const maxLength = 64 * 2 ** 20;

/** Quality 5 of 11: a graph shrinks to a twentieth in two milliseconds; 9 takes five times as long for 3 % less. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };

/** An event as it is written: `packed` holds the text of its large fields by name. */
export type PackedEvent = object & { readonly packed?: Readonly<Record<string, string>> };

/**
 * The event with its large fields packed: Brotli of their JSON, as base64.
 *
 * @throws {RangeError} when they are too large to be read again
 */
export function packEvent(event: RunEvent): PackedEvent {
  const small: Record<string, unknown> = { ...event };
  const packed: Record<string, string> = {};
  let room = maxLength;
  for (const name of packedFields[event.type] ?? []) {
    if (small[name] === undefined) continue;
    const json = jsonText(small[name]);
    if (json.length < leastLength) continue;
    const bytes = Buffer.from(json);
    if (bytes.length > room) {
      throw new RangeError(
        `received "${name}" of ${bytes.length} bytes in an event "${event.type}"`,
      );
    }
    room -= bytes.length;
    packed[name] = brotliCompressSync(bytes, { params }).toString("base64");
    small[name] = null; // keeps its place among the fields
  }
  return Object.keys(packed).length === 0 ? event : { ...small, packed };
}

/**
 * The whole event.
 *
 * @throws {Error} when a packed field cannot be read
 */
export function unpackEvent({ packed, ...event }: PackedEvent): object {
  if (packed === undefined) return event;
  const known = packedFields[Reflect.get(event, "type") as RunEvent["type"]] ?? []; // as: another type has none
  let room = maxLength;
  const fields = Object.entries(packed).map(([name, text]) => {
    if (!known.includes(name)) throw new TypeError(`received "${name}" as a packed field`);
    const bytes = brotliDecompressSync(Buffer.from(text, "base64"), { maxOutputLength: room });
    room -= bytes.length;
    return [name, JSON.parse(bytes.toString())];
  });
  return { ...event, ...Object.fromEntries(fields) };
}
