/**
 * Converts a suggested value to the kind of its parameter, if there is exactly one way to do so.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { maxSourceChars } from "../code/compiler.ts";
import { edit } from "../code/edit.ts";
import { editedText } from "./edited_text.ts";
import { writeTree } from "../trace/data/exact_value.ts";
import { printValue } from "../trace/print_value.ts";
import { valueKind } from "../trace/value.ts";
import { fitSchema } from "./fit_schema.ts";
import { readJson } from "./lenient_json.ts";
import { isOtherKind } from "./other_kind.ts";
import type { ParameterState } from "../problem/problem.ts";

/** Maximum characters of a text that may mean a number, and of one that may mean a bigint. */
const maxNumberLength = 400;
const maxBigIntLength = 20_000;

/** The result of a conversion. */
export type Converted =
  | { readonly kind: "value"; readonly value: unknown }
  | {
    readonly kind: "wrong";
    readonly reason: string;
    /** For code: the faults and their places. */
    readonly diagnostics?: readonly Diagnostic[];
  };

/**
 * A suggested value as a value of the parameter's kind: `"1.5"` becomes a number, `"no"` a boolean, the text of a
 * list a list, a list of lines a text, `{ "value": 1 }` a number. A value that has no such form (`"abc"` for a list, `2` for a text) is refused, as is one that is too
 * long or no plain data. A value of another kind that the parameter's schema lists stays as it is. Code and texts may be edits of the current ones;
 * marked blocks of code must stay.
 */
export function convertValue(state: ParameterState, value: unknown): Converted {
  const converted = state.kind === "code"
    ? convertCode(String(state.value), textOf(unwrapped(value)))
    : withEdits(
      state.value,
      convertData(state.type, fitSchema(unwrappedFor(state.type, value), state.jsonSchema)),
    );
  const result: Converted = converted.kind === "wrong" && isOtherKind(value, state)
    ? { kind: "value", value }
    : converted;
  const fault = result.kind === "value" ? faultOf(result.value) : undefined;
  return fault === undefined ? result : { kind: "wrong", reason: fault };
}

/** A suggested text as the text that results from it. */
function withEdits(current: unknown, converted: Converted): Converted {
  if (converted.kind === "wrong" || typeof current !== "string") return converted;
  if (typeof converted.value !== "string") return converted;
  const edited = editedText(current, converted.value);
  return edited.kind === "done"
    ? { kind: "value", value: edited.value }
    : { kind: "wrong", reason: `${edited.message} (line ${edited.line})` };
}

/** Keys of a record that holds nothing but a value. */
const valueKeys = ["value", "new_value", "newValue", "code", "source", "content", "data"];

/** The value in `{ "value": 1 }`; any other value as it is. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const [entry, ...others] = Object.entries(value);
  return entry !== undefined && others.length === 0 && valueKeys.includes(entry[0])
    ? entry[1]
    : value;
}

/** Records and values of any kind are never unwrapped; lines of a text are joined. */
function unwrappedFor(type: string, value: unknown): unknown {
  if (type === "record" || type === "null" || type === "undefined") return value;
  return type === "string" ? textOf(unwrapped(value)) : unwrapped(value);
}

/** The text of a list of lines; any other value as it is. */
function textOf(value: unknown): unknown {
  const isLines = Array.isArray(value) && value.length > 0 &&
    value.every((line) => typeof line === "string");
  if (!isLines) return value;
  return value.slice(0, -1).every((line) => line.endsWith("\n"))
    ? value.join("")
    : value.join("\n");
}

/** The reason why a value cannot be a parameter's, if any: a candidate is kept as JSON. */
function faultOf(value: unknown): string | undefined {
  if (typeof value === "string") {
    return value.length > maxSourceChars ? tooLong(value) : undefined;
  }
  try {
    writeTree(value);
  } catch (error) {
    if (error instanceof TypeError) return `it must be plain data: ${error.message}`;
    throw error;
  }
}

function tooLong({ length }: string): string {
  return `it must have at most ${maxSourceChars} characters: received ${length}`;
}

/** A value as one of another kind than code, by its wanted kind. */
export function convertData(wanted: string, value: unknown): Converted {
  const converted = converters[wanted]?.(value);
  if (converted !== undefined) return { kind: "value", value: converted };
  if (wanted === "null" || wanted === "undefined") return { kind: "value", value };
  const received = `${valueKind(value)} ${printValue(value, 60)}`;
  return wanted in converters
    ? {
      kind: "wrong",
      reason: `it must be ${names[wanted] ?? `a ${wanted}`}: received ${received}`,
    }
    : {
      kind: "wrong",
      reason: `a value of kind ${wanted} cannot be suggested: received ${received}`,
    };
}

/** The source that results from an answer about the current source. */
function convertCode(current: string, answer: unknown): Converted {
  if (typeof answer !== "string" || answer.trim() === "") {
    const received = `${valueKind(answer)} ${printValue(answer, 60)}`;
    return {
      kind: "wrong",
      reason: `it must be TypeScript source in a string: received ${received}`,
    };
  }
  if (answer.length > maxSourceChars) return { kind: "wrong", reason: tooLong(answer) };
  const edited = edit(current, answer);
  if (edited.kind === "edited") return { kind: "value", value: edited.source };
  const { diagnostics } = edited;
  const [first] = diagnostics;
  const reason = first === undefined ? "it was refused" : `line ${first.line}: ${first.message}`;
  return { kind: "wrong", reason, diagnostics };
}

const names: Readonly<Record<string, string>> = {
  array: "an array",
};

/** Conversions by wanted kind; undefined when a text has no unique reading. */
const converters: Readonly<Record<string, (value: unknown) => unknown>> = {
  string: (value) => typeof value === "string" ? value : undefined,
  number: (value) => {
    if (
      typeof value === "string" && value.length <= maxNumberLength &&
      /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value)
    ) {
      return Number(value);
    }
    return typeof value === "number" && !Number.isNaN(value) ? value : undefined;
  },
  boolean: (value) => {
    if (typeof value !== "string") return typeof value === "boolean" ? value : undefined;
    const word = value.trim().toLowerCase();
    return word === "true" || word === "yes"
      ? true
      : word === "false" || word === "no"
      ? false
      : undefined;
  },
  bigint: (value) => {
    if (typeof value === "bigint") return value;
    if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
    return typeof value === "string" && value.length <= maxBigIntLength &&
        /^\s*-?\d+n?\s*$/.test(value)
      ? BigInt(value.replace("n", ""))
      : undefined;
  },
  array: (value) => ofKind("array", value),
  record: (value) => ofKind("record", value),
};

function ofKind(kind: string, value: unknown): unknown {
  const read = typeof value === "string" ? readWhole(value) : value;
  return valueKind(read) === kind ? read : undefined;
}

/** The value of a text that is JSON. */
function readWhole(text: string): unknown {
  try {
    const { value, end } = readJson(text);
    return text.slice(end).trim() === "" ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
