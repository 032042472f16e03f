/**
 * A model that answers only from a recording.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { UsageError } from "../errors.ts";
import { answering } from "./answering.ts";
import type { Exchange } from "./exchange.ts";
import type { LanguageModel } from "./language_model.ts";

/**
 * A model that answers from a file that `recording` wrote, offline. A prompt that was not recorded throws a fatal
 * `ModelError`.
 *
 * @throws {UsageError} when the file cannot be read or is not a recording
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { ModelError } from "@opto/opto";
 * import { replaying } from "@opto/opto/model";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jsonl" });
 * const model = await replaying(path); // an empty recording
 * await assertRejects(() => model.generate({ messages: [] }), ModelError);
 * await Deno.remove(path);
 * ```
 */
export async function replaying(path: string | URL): Promise<LanguageModel> {
  return answering(null, await readRecording(path));
}

/** The exchanges of the file. @throws {UsageError} when it cannot be read or is not a recording */
export async function readRecording(path: string | URL): Promise<readonly Exchange[]> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    throw new UsageError(
      `Cannot read "${path}" as a recording: received ${messageOf(cause)}`,
      { cause, advice: "Give a file that --record wrote." },
    );
  }
  return readExchanges(text, String(path));
}

/**
 * The exchanges of a recording. An incomplete last line, as a crash leaves it, is skipped.
 *
 * @param name name of the recording, for messages
 * @throws {UsageError} when a complete line is not an exchange
 */
export function readExchanges(text: string, name: string): readonly Exchange[] {
  const lines = text.split("\n");
  const isCut = lines.pop() !== "";
  if (isCut && lines.length === 0) throw badLine(name, 1);
  return lines.flatMap((line, index) => line === "" ? [] : [readExchange(line, name, index + 1)]);
}

function readExchange(line: string, name: string, number: number): Exchange {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (cause) {
    throw badLine(name, number, cause);
  }
  if (!isExchange(data)) throw badLine(name, number);
  return data;
}

function isExchange(data: unknown): data is Exchange {
  const exchange = data as Partial<Exchange> | null; // as: each field is looked at below
  return typeof exchange === "object" && exchange !== null &&
    typeof exchange.key === "string" &&
    Array.isArray(exchange.request?.messages) &&
    typeof exchange.response?.text === "string" &&
    typeof exchange.response.finishReason === "string" &&
    typeof exchange.response.model === "string" &&
    typeof exchange.response.usage?.promptTokens === "number" &&
    typeof exchange.response.usage.completionTokens === "number";
}

function badLine(name: string, line: number, cause?: unknown): UsageError {
  return new UsageError(
    `Cannot read line ${line} of "${name}" as a recorded exchange: received something else`,
    { cause, advice: "Give a file that --record wrote." },
  );
}
