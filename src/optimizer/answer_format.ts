/**
 * The JSON Schema of an answer, so that a server that can holds the model to it.
 *
 * @module
 */
import type { ModelRequest } from "../model/language_model.ts";
import type { AnswerKeys } from "./answer.ts";
import type { ParameterState } from "../problem/problem.ts";

/**
 * The format of an answer about these parameters. Each may be `null`, which keeps its value: so every key can be required,
 * as strict servers want it, and yet nothing has to be repeated.
 */
export function answerFormat(
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

/** Whether a schema points to another part of itself, which stands elsewhere once it is a part of the answer's. */
function hasReference(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"$ref":');
}

/** The schema of a value by its kind alone; none for null, which may become anything. */
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
