/**
 * Reads a model's answer, strictly: what cannot be read in one way only is broken, and the reason is told.
 *
 * @module
 */
import { equalValues } from "../trace/equal_values.ts";
import type { ModelResponse } from "../model/language_model.ts";
import { JsonError, readJson } from "./lenient_json.ts";

/** Under which keys the parts of an answer stand. */
export interface AnswerKeys {
  /** Where the model gives its reasons. */
  readonly reasoning: string;
  /** Where the model answers a question of the objective; null asks for none. */
  readonly answer: string | null;
  /** Where the new values stand. */
  readonly suggestion: string;
}

/** The keys an answer has unless told otherwise. */
export const defaultKeys: AnswerKeys = {
  reasoning: "reasoning",
  answer: null,
  suggestion: "suggestion",
};

/** What an answer says. */
export type Answer =
  | {
    readonly kind: "suggestion";
    readonly values: Readonly<Record<string, unknown>>;
    readonly reasoning: string;
  }
  | { readonly kind: "nothing"; readonly reasoning: string }
  | { readonly kind: "broken"; readonly reason: string };

/**
 * What an answer says. It is a JSON object, bare or fenced, with or without words around it, or the word TERMINATE alone.
 *
 * An object without the key of the suggestion is the suggestion itself when it names a parameter. Values are as they came.
 *
 * @param names of the parameters
 */
export function readAnswer(
  response: Pick<ModelResponse, "text" | "finishReason">,
  names: readonly string[],
  keys: AnswerKeys = defaultKeys,
): Answer {
  if (response.finishReason === "length") return broken("it was cut off before its end");
  if (response.finishReason === "filter") return broken("it was withheld by the server's filter");
  const text = response.text.replace(/^\s*<think>[\s\S]*?<\/think>/, "").trim();
  if (text === "") return broken("it was empty");
  if (/^["'`]*TERMINATE["'`.!]*$/.test(text)) return { kind: "nothing", reasoning: "" };
  const { objects, error } = findObjects(text);
  const whole = objects.filter((object) => Object.hasOwn(object, keys.suggestion));
  const [first] = whole;
  if (first !== undefined) {
    if (whole.some((object) => !equalValues(object[keys.suggestion], first[keys.suggestion]))) {
      return broken("it holds several suggestions that differ");
    }
    return fromSuggestion(first[keys.suggestion], reasoningOf(first, keys), keys);
  }
  if (error !== undefined) return broken(error.message);
  const bare = objects.map((object) => withoutWords(object, keys)).filter((values) =>
    Object.keys(values).some((key) => nameOf(key, names) !== undefined)
  );
  if (bare.length === 1 && bare[0] !== undefined) {
    const reasoning = objects.map((object) => reasoningOf(object, keys)).join("");
    return fromSuggestion(bare[0], reasoning, keys);
  }
  return broken(
    objects.length === 0
      ? "it holds no JSON object"
      : `its JSON holds no one object under the key "${keys.suggestion}"`,
  );
}

/** The parameter a key means: its name, also with spaces around it or a colon before its number (`int:0` is `int0`). */
export function nameOf(key: string, names: readonly string[]): string | undefined {
  const trimmed = key.trim();
  if (names.includes(trimmed)) return trimmed;
  const joined = trimmed.replace(/:(?=\d+$)/, "");
  return names.includes(joined) ? joined : undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** So many beginnings may break off before the search for a whole object ends. */
const maxFailures = 100;

/** All objects in a text that are not inside one another, and the first place where one began and broke off. */
function findObjects(text: string): { objects: JsonObject[]; error?: JsonError } {
  const objects: JsonObject[] = [];
  let error: JsonError | undefined;
  const opening = /\{(?=\s*(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`)\s*:)/g;
  let failures = 0;
  for (
    let match = opening.exec(text);
    match !== null && failures < maxFailures;
    match = opening.exec(text)
  ) {
    try {
      const { value, end } = readJson(text, match.index);
      objects.push(value as JsonObject); // as: what begins with a brace is an object
      opening.lastIndex = end;
    } catch (caught) {
      if (!(caught instanceof JsonError)) throw caught;
      error ??= caught;
      failures++;
    }
  }
  return { objects, ...(error === undefined ? {} : { error }) };
}

function fromSuggestion(suggestion: unknown, reasoning: string, keys: AnswerKeys): Answer {
  if (typeof suggestion !== "object" || suggestion === null || Array.isArray(suggestion)) {
    return broken(`"${keys.suggestion}" is no object from names to values`);
  }
  // Null keeps a value, so all nulls keep all: strict servers make a model name every variable.
  return Object.values(suggestion).every((value) => value === null)
    ? { kind: "nothing", reasoning }
    : { kind: "suggestion", values: { ...suggestion }, reasoning };
}

function withoutWords(object: JsonObject, keys: AnswerKeys): JsonObject {
  const words = [keys.reasoning, keys.answer];
  return Object.fromEntries(Object.entries(object).filter(([key]) => !words.includes(key)));
}

function reasoningOf(object: JsonObject, keys: AnswerKeys): string {
  const reasoning = object[keys.reasoning];
  if (typeof reasoning === "string") return reasoning;
  return reasoning === undefined ? "" : JSON.stringify(reasoning);
}

function broken(reason: string): Answer {
  return { kind: "broken", reason };
}
