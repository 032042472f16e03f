/**
 * Reads the suggestion in the JSON of an answer.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import { equalValues } from "../../trace/equal_values.ts";
import { type JsonError, readJson } from "../lenient_json.ts";
import { type JsonObject, maxObjects, type Pieces } from "./pieces.ts";
import type { AnswerKeys, Reading } from "./reading.ts";
import { type AnswerVariable, variableOf } from "./variable_name.ts";

/** Levels below an object in which a suggestion is looked for. */
const maxNesting = 5;

/** Keys under which calls of tools carry an object, some as text. */
const callKeys: ReadonlySet<string> = new Set(["arguments", "parameters", "input", "args"]);

/**
 * The suggestion: under its key in an object, also within another object or the arguments of a tool's call, else an object
 * that names variables. Undefined when the answer holds no such object.
 */
export function readJsonPieces(
  { objects }: Pick<Pieces, "objects">,
  variables: readonly AnswerVariable[],
  keys: AnswerKeys,
  { isBroken }: { readonly isBroken: boolean },
): Reading | undefined {
  if (objects.length > maxObjects) {
    return { kind: "fault", reason: `it holds more than ${maxObjects} JSON objects` };
  }
  const whole = objects.flatMap((object) => holdersOf(object, keys.suggestion));
  const [first] = whole;
  if (first !== undefined) {
    const suggestion = suggestionIn(first, keys);
    if (whole.some((object) => !equalValues(suggestionIn(object, keys), suggestion))) {
      return { kind: "fault", reason: "it holds several suggestions that differ" };
    }
    return readSuggestion(suggestion, reasoningOf(first, keys), variables, keys);
  }
  if (isBroken) return undefined; // a part of a broken answer is not the whole
  const bare = objects.flatMap((object) => namingObjects(object, variables, keys));
  const [only] = bare;
  if (only === undefined || bare.length > 1) return undefined;
  const reasoning = objects.map((object) => reasoningOf(object, keys)).join("");
  return readSuggestion(withoutWords(only, keys), reasoning, variables, keys);
}

/** Whether a malformed object is an answer, and not an object in code: it starts the text, or its first key is of one. */
export function isAnswerLike(
  text: string,
  start: number,
  variables: readonly AnswerVariable[],
  keys: AnswerKeys,
): boolean {
  if (start === 0) return true;
  const key = /^[{[\s]{1,20}["'`]?([\w$. -]{1,100})/.exec(text.slice(start, start + 150))?.[1] ??
    "";
  return [keys.suggestion, keys.reasoning, keys.answer].some((own) =>
    own !== null && isKey(key, own)
  ) || callKeys.has(key) || variableOf(key, variables) !== undefined;
}

/** The whole values of an answer that ends within its JSON. */
export function readCutJson(
  error: JsonError,
  variables: readonly AnswerVariable[],
  keys: AnswerKeys,
): Reading | undefined {
  if (error.cut === undefined) return undefined;
  const { value, path } = error.cut;
  if (!isObject(value)) return undefined;
  const at = path.findIndex((key) => isKey(key, keys.suggestion));
  const isBare = at < 0 && !holdersOf(value, keys.suggestion).includes(value);
  const suggestion = isBare
    ? withoutWords(value, keys)
    : at > 0
    ? undefined
    : suggestionIn(value, keys);
  if (!isObject(suggestion)) return undefined;
  const last = path[at + 1];
  const isWhole = last === undefined || (at < 0 && !isBare); // the end of the object is cut, or its reasoning
  const lost = isWhole ? [] : [String(last)];
  const values = Object.fromEntries(
    Object.entries(suggestion).filter(([name]) => !lost.includes(name)),
  );
  const known = Object.keys(values).filter((name) => variableOf(name, variables) !== undefined);
  if (known.length === 0) return undefined;
  return {
    kind: "values",
    values,
    reasoning: reasoningOf(value, keys),
    cut: lost.filter((name) => variableOf(name, variables) !== undefined),
  };
}

/** The objects with the key, within some levels; a call's arguments may be text. */
function holdersOf(value: unknown, key: string, depth = 0): readonly JsonObject[] {
  if (Array.isArray(value)) {
    return depth >= maxNesting || value.length > maxCalls
      ? []
      : value.flatMap((item) => holdersOf(item, key, depth + 1));
  }
  if (!isObject(value)) return [];
  if (Object.keys(value).some((own) => isKey(own, key))) return [value];
  if (depth >= maxNesting) return [];
  return Object.entries(value).flatMap(([own, inner]) =>
    holdersOf(callKeys.has(own) ? parsed(inner) : inner, key, depth + 1)
  );
}

/** More items are no list of calls. */
const maxCalls = 20;

/** The objects that name a variable, outermost first. */
function namingObjects(
  object: JsonObject,
  variables: readonly AnswerVariable[],
  keys: AnswerKeys,
  depth = 0,
): readonly JsonObject[] {
  const isNaming = Object.keys(withoutWords(object, keys))
    .some((key) => variableOf(key, variables) !== undefined);
  const item = namedItem(object, variables);
  if (item !== undefined) return [item];
  if (isNaming) return [object];
  if (depth >= maxNesting) return [];
  return Object.entries(object).flatMap(([key, inner]): readonly JsonObject[] => {
    const value = callKeys.has(key) ? parsed(inner) : inner;
    if (Array.isArray(value)) {
      const items = value.length > maxCalls ? undefined : itemsOf(value, variables);
      const none: readonly JsonObject[] = [];
      return items === undefined || Object.keys(items).length === 0 ? none : [items];
    }
    return isObject(value) ? namingObjects(value, variables, keys, depth + 1) : [];
  });
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    const { value: inner, end } = readJson(value);
    return value.slice(end).trim() === "" ? inner : value;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

/** Whether a key is the wanted one, but for case and a plural. */
function isKey(key: string | number, wanted: string): boolean {
  const own = String(key).trim().toLowerCase();
  return own === wanted.toLowerCase() || own === `${wanted.toLowerCase()}s`;
}

function suggestionIn(object: JsonObject, { suggestion }: AnswerKeys): unknown {
  const key = Object.keys(object).find((own) => own === suggestion) ??
    Object.keys(object).find((own) => isKey(own, suggestion));
  return key === undefined ? undefined : object[key];
}

function readSuggestion(
  given: unknown,
  reasoning: string,
  variables: readonly AnswerVariable[],
  { suggestion: key }: AnswerKeys,
): Reading {
  const suggestion = parsed(given);
  const values = Array.isArray(suggestion) ? itemsOf(suggestion, variables) : suggestion;
  if (isObject(values)) {
    // Null keeps a value; strict servers make a model name every variable, so all nulls keep all values.
    if (Object.values(values).every((value) => value === null)) {
      return { kind: "nothing", reasoning };
    }
    const item = namedItem(values, variables);
    return { kind: "values", values: item ?? values, reasoning };
  }
  const [only, ...others] = variables;
  if (suggestion === null) return { kind: "nothing", reasoning };
  if (only !== undefined && others.length === 0) {
    return { kind: "values", values: { [only.name]: suggestion }, reasoning };
  }
  return { kind: "fault", reason: `"${key}" is no object from names to values` };
}

/** Values in a list of records that name a variable each, or hold it; undefined for another list. */
function itemsOf(
  list: readonly unknown[],
  variables: readonly AnswerVariable[],
): JsonObject | undefined {
  const values: Record<string, unknown> = {};
  for (const item of list) {
    if (!isObject(item)) return undefined;
    const entries = Object.entries(namedItem(item, variables) ?? item);
    if (entries.some(([name]) => Object.hasOwn(values, name))) return undefined;
    for (const [name, value] of entries) values[name] = value;
  }
  return values;
}

const nameKeys = ["name", "variable", "parameter", "variable_name", "key"];
const valueKeys = ["value", "new_value", "newValue", "data", "code", "source", "suggestion"];

/** `{ "name": "rate", "value": 1 }` as `{ "rate": 1 }`; undefined for another record. */
function namedItem(
  object: JsonObject,
  variables: readonly AnswerVariable[],
): JsonObject | undefined {
  const nameKey = nameKeys.find((key) => typeof object[key] === "string");
  const valueKey = valueKeys.find((key) => Object.hasOwn(object, key));
  if (nameKey === undefined || valueKey === undefined) return undefined;
  if ([nameKey, valueKey].some((key) => variables.some(({ name }) => name === key))) {
    return undefined;
  }
  const name = String(object[nameKey]);
  return variableOf(name, variables) === undefined ? undefined : { [name]: object[valueKey] };
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
  return shortText(
    typeof reasoning === "string" ? reasoning : JSON.stringify(reasoning),
    maxReasoning,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
