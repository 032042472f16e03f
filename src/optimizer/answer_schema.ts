/**
 * The JSON Schema of an answer, for servers that enforce it.
 *
 * @module
 */
import type { ModelRequest } from "../model/language_model.ts";
import type { AnswerKeys } from "./answer/reading.ts";
import type { ParameterState } from "../problem/problem.ts";

/**
 * The format of an answer for some parameters. Each may be `null`, which keeps its value: strict servers require
 * every key, and unchanged values need not be repeated.
 */
export function answerSchema(
  parameters: readonly ParameterState[],
  keys: AnswerKeys,
): NonNullable<ModelRequest["format"]> {
  return {
    kind: "json",
    name: "suggestion",
    schema: closedObject({
      [keys.reasoning]: { type: "string" },
      ...(keys.answer === null ? {} : { [keys.answer]: { type: "string" } }),
      [keys.suggestion]: closedObject(
        Object.fromEntries(parameters.map((state) => [state.name, valueSchema(state)])),
      ),
    }),
  };
}

type JsonSchema = Readonly<Record<string, unknown>>;

function closedObject(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function valueSchema({ kind, type, jsonSchema }: ParameterState): JsonSchema {
  const { $schema: _dialect, ...own } = jsonSchema ?? {};
  const isWhole = Object.keys(own).length > 0 && !hasReference(own);
  const schema = isWhole ? own : schemaOfKind(kind === "code" ? "string" : type);
  return Object.keys(schema).length === 0 ? {} : { anyOf: [schema, { type: "null" }] };
}

/** Whether a schema has an internal reference, which breaks when the schema becomes part of another. */
function hasReference(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"$ref":');
}

/** The schema of a value by its kind; none for null, which may become any value. */
function schemaOfKind(type: string): JsonSchema {
  switch (type) {
    case "number":
    case "string":
    case "boolean":
    case "array":
      return { type };
    case "record":
      return { type: "object" };
    case "bigint":
      return { type: "string", pattern: "^-?[0-9]+$" };
    default:
      return {};
  }
}
