/**
 * Parses a model's answer strictly: an ambiguous answer is unusable, with the reason.
 *
 * @module
 */
import { cut } from "../render/value_text.ts";
import { equalValues } from "../trace/equal_values.ts";
import type { ModelResponse } from "../model/language_model.ts";
import type { Proposal } from "../problem/proposal.ts";
import { JsonError, readJson } from "./lenient_json.ts";

/** Keys of the fields of an answer. */
export interface AnswerKeys {
  /** Key of the reasons. */
  readonly reasoning: string;
  /** Key of the answer to a question of the objective; null asks for none. */
  readonly answer: string | null;
  /** Key of the new values. */
  readonly suggestion: string;
}

/** The default keys. */
export const defaultKeys: AnswerKeys = {
  reasoning: "reasoning",
  answer: null,
  suggestion: "suggestion",
};

/** Maximum characters of an answer that are read. Proposed code has at most 200,000, and real models end far earlier. */
const maxLength = 500_000;

/**
 * The proposal in an answer: a JSON object, bare or in a code fence, with or without text around it, or only the
 * word TERMINATE.
 *
 * An object without the suggestion key is itself the suggestion when it names a parameter. Values are not
 * converted.
 *
 * @param names names of the parameters
 */
export function readAnswer(
  response: Pick<ModelResponse, "text" | "finishReason">,
  names: readonly string[],
  keys: AnswerKeys = defaultKeys,
): Proposal {
  if (response.text.length > maxLength) return unusable(`it has more than ${maxLength} characters`);
  if (response.finishReason === "length") return unusable("it was cut off before its end");
  if (response.finishReason === "filter") return unusable("it was withheld by the server's filter");
  const text = response.text.replace(/^\s*<think>[\s\S]*?<\/think>/, "").trim();
  if (text === "") return unusable("it was empty");
  if (/^["'`]*TERMINATE["'`.!]*$/.test(text)) return { kind: "nothing", reasoning: "" };
  const { objects, error } = findObjects(text);
  if (objects.length > maxObjects) return unusable(`it holds more than ${maxObjects} JSON objects`);
  const whole = objects.filter((object) => Object.hasOwn(object, keys.suggestion));
  const [first] = whole;
  if (first !== undefined) {
    if (whole.some((object) => !equalValues(object[keys.suggestion], first[keys.suggestion]))) {
      return unusable("it holds several suggestions that differ");
    }
    return fromSuggestion(first[keys.suggestion], reasoningOf(first, keys), keys);
  }
  if (error !== undefined) return unusable(error.placedIn(text));
  const bare = objects.map((object) => withoutWords(object, keys)).filter((values) =>
    Object.keys(values).some((key) => nameOf(key, names) !== undefined)
  );
  if (bare.length === 1 && bare[0] !== undefined) {
    const reasoning = objects.map((object) => reasoningOf(object, keys)).join("");
    return fromSuggestion(bare[0], reasoning, keys);
  }
  return unusable(
    objects.length === 0
      ? "it holds no JSON object"
      : `its JSON holds no one object under the key "${keys.suggestion}"`,
  );
}

/**
 * The parameter that a key means: its name, also with spaces around it or a colon before its number (`int:0` is
 * `int0`).
 */
export function nameOf(key: string, names: readonly string[]): string | undefined {
  const trimmed = key.trim();
  if (names.includes(trimmed)) return trimmed;
  const joined = trimmed.replace(/:(?=\d+$)/, "");
  return names.includes(joined) ? joined : undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Maximum number of objects in an answer, and of malformed ones before the search ends. */
const maxObjects = 1_000;
const maxFailures = 100;

/** The top-level objects of a text. */
interface FoundObjects {
  readonly objects: readonly JsonObject[];
  /** The first place where an object was malformed. */
  readonly error?: JsonError;
}

/** Finds objects in linear time: the search goes on after an object, or where one is malformed. */
function findObjects(text: string): FoundObjects {
  const objects: JsonObject[] = [];
  let error: JsonError | undefined;
  const opening = /\{(?=\s*(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`)\s*:)/g;
  let failures = 0;
  for (
    let match = opening.exec(text);
    match !== null && failures < maxFailures && objects.length <= maxObjects;
    match = opening.exec(text)
  ) {
    try {
      const { value, end } = readJson(text, match.index);
      objects.push(value as JsonObject); // as: a value that starts with a brace is an object
      opening.lastIndex = end;
    } catch (caught) {
      if (!(caught instanceof JsonError)) throw caught;
      error ??= caught;
      failures++;
      opening.lastIndex = Math.max(caught.at, match.index + 1);
    }
  }
  return { objects, ...(error === undefined ? {} : { error }) };
}

function fromSuggestion(suggestion: unknown, reasoning: string, keys: AnswerKeys): Proposal {
  if (typeof suggestion !== "object" || suggestion === null || Array.isArray(suggestion)) {
    return unusable(`"${keys.suggestion}" is no object from names to values`);
  }
  // Null keeps a value; strict servers make a model name every variable, so all nulls keep all values.
  return Object.values(suggestion).every((value) => value === null)
    ? { kind: "nothing", reasoning }
    : { kind: "suggestion", values: { ...suggestion }, reasoning };
}

function withoutWords(object: JsonObject, keys: AnswerKeys): JsonObject {
  const words = [keys.reasoning, keys.answer];
  return Object.fromEntries(Object.entries(object).filter(([key]) => !words.includes(key)));
}

/** Maximum characters of the reasoning. */
const maxReasoning = 20_000;

function reasoningOf(object: JsonObject, keys: AnswerKeys): string {
  const reasoning = object[keys.reasoning];
  if (reasoning === undefined) return "";
  return cut(typeof reasoning === "string" ? reasoning : JSON.stringify(reasoning), maxReasoning);
}

function unusable(reason: string): Proposal {
  return { kind: "unusable", reason };
}
