/**
 * A model that answers from a recording alone.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { answering } from "./answering.ts";
import type { Exchange } from "./exchange.ts";
import type { LanguageModel } from "./language_model.ts";

/**
 * A model that answers from a file that `recording` wrote, offline; a prompt that was not recorded is a fatal `ModelError`. See
 * `recording` for an example.
 *
 * @throws {UsageError} when the file cannot be read or is no recording
 */
export async function replaying(path: string | URL): Promise<LanguageModel> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    throw new UsageError(
      `Cannot read "${path}" as a recording: received ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      { cause, advice: "Name a file that --record wrote." },
    );
  }
  return answering(null, readExchanges(text, String(path)));
}

/**
 * The exchanges of a recording. A last line that was cut off, as by a crash, is left out.
 *
 * @param name of the recording, for messages
 * @throws {UsageError} when another line is no exchange
 */
export function readExchanges(text: string, name: string): readonly Exchange[] {
  const lines = text.split("\n");
  const isCut = lines.pop() !== "";
  if (isCut && lines.length === 0) throw noExchange(name, 1);
  return lines.flatMap((line, index) => line === "" ? [] : [readExchange(line, name, index + 1)]);
}

function readExchange(line: string, name: string, number: number): Exchange {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (cause) {
    throw noExchange(name, number, cause);
  }
  if (!isExchange(data)) throw noExchange(name, number);
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

function noExchange(name: string, line: number, cause?: unknown): UsageError {
  return new UsageError(
    `Cannot read line ${line} of "${name}" as a recorded exchange: received something else`,
    { cause, advice: "Name a file that --record wrote." },
  );
}
