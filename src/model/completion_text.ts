/**
 * Reads a chat completion that arrives as one JSON object.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { BodyReader } from "./body_reader.ts";
import { BrokenAnswer } from "./broken_answer.ts";

/** Maximum number of values in an object: parsing a flood of brackets takes far longer than parsing a text. */
const maxValues = 10_000;

/** Collects the text of one JSON object. */
export class CompletionText implements BodyReader {
  readonly #pieces: string[] = [];
  readonly #values = new ValueCounter();

  push(text: string): boolean {
    if (this.#values.add(text) > maxValues) throw tooManyValues();
    this.#pieces.push(text);
    return false;
  }

  end(isCut: boolean): unknown {
    const text = this.#pieces.join("");
    if (isCut) return cutCompletion(text);
    return parseCompletion(text);
  }
}

/**
 * The object in a JSON text.
 *
 * @throws {BrokenAnswer} when it is not JSON
 * @throws {ModelError} when it has more than 10,000 values
 */
export function parseCompletion(text: string): unknown {
  if (text.trim() === "") throw new BrokenAnswer("an empty answer", { isForeign: true });
  if (new ValueCounter().add(text) > maxValues) throw tooManyValues();
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = text.slice(0, 80).replace(/\s+/g, " ");
    const isForeign = !text.trimStart().startsWith("{");
    throw new BrokenAnswer(`no chat completion, but ${start}`, { cause, isForeign });
  }
}

/** The completion in the beginning of an object: the first text under the key `content`, as far as it was read. */
function cutCompletion(text: string): unknown {
  const [key] = /"content"\s*:\s*"/.exec(text) ?? [];
  if (key === undefined) throw new BrokenAnswer("too long an answer, and no chat completion");
  const rest = text.slice(text.indexOf(key) + key.length);
  const [whole = ""] = /^(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/.exec(rest) ?? [];
  const content: unknown = JSON.parse(`"${whole.replace(/[\0-\x1f]/g, " ")}"`);
  return { choices: [{ finish_reason: "length", message: { content } }], isCut: true };
}

function tooManyValues(): ModelError {
  return new ModelError(
    `Cannot use the answer of the model's server: received more than ${maxValues} values`,
    { advice: "Set the largest number of tokens in an answer, or use another server." },
  );
}

const [quote, backslash] = [0x22, 0x5c];
const separators: ReadonlySet<number> = new Set([..."[{,:"].map((sign) => sign.charCodeAt(0)));

/** Counts the values of a JSON text, piece by piece: every bracket, comma and colon outside of strings. */
class ValueCounter {
  #count = 0;
  #isString = false;
  #isEscaped = false;

  /** @returns the values so far */
  add(text: string): number {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#isEscaped) this.#isEscaped = false;
      else if (code === quote) this.#isString = !this.#isString;
      else if (this.#isString) this.#isEscaped = code === backslash;
      else if (separators.has(code)) this.#count++;
    }
    return this.#count;
  }
}
