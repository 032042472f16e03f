/**
 * The facts of a task in messages between processes.
 *
 * @module
 */
import type { ParameterState } from "../problem/problem.ts";
import type { TaskFacts } from "../trainer/evaluator.ts";
import { readJsonSchema } from "./json_schema.ts";
import {
  anything,
  byName,
  list,
  maxNameChars,
  oneOf,
  optional,
  type Read,
  record,
  refusal,
  text,
  whole,
} from "./shape.ts";
import { type Origin, readWire, writeWire } from "./value.ts";

const maxParameters = 10_000;
const maxMetrics = 100;
const maxExamples = 10_000_000;
const maxText = 200_000;

/** The facts as JSON. @throws {TypeError} when a parameter's value is no plain data */
export function encodeFacts({ parameters, ...facts }: TaskFacts): unknown {
  return {
    facts: writeWire({
      ...facts,
      parameters: parameters.map(({ jsonSchema: _jsonSchema, ...parameter }) => parameter),
    }),
    schemas: parameters.map(({ jsonSchema }) => jsonSchema ?? null),
  };
}

/**
 * The facts of JSON of any origin.
 *
 * @throws {TypeError} that names the first wrong part
 */
export function decodeFacts(json: unknown, origin: Origin = "untrusted"): TaskFacts {
  const { facts, schemas } = readEnvelope(json, "");
  const { parameters, ...rest } = readFacts(readWire(facts, origin), "facts");
  refuseEqualNames(parameters);
  return {
    ...rest,
    parameters: parameters.map((parameter, place) => {
      const schema = schemas[place] ?? null;
      if (schema === null) return parameter;
      // The operator's own search and prompts read the schemas of trusted tasks in the same process.
      const jsonSchema = origin === "trusted"
        ? schema as Readonly<Record<string, unknown>> // as: the operator's own
        : readJsonSchema(schema, `${parameter.name}.jsonSchema`);
      return { ...parameter, jsonSchema };
    }),
  };
}

const readEnvelope = record({ facts: anything, schemas: list(anything, maxParameters) });

/** The name of a function. */
const identifier: Read<string> = (claim, path) => {
  const name = text(maxNameChars)(claim, path);
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
    throw refusal(path, "the name of a function", name);
  }
  return name;
};

/** The name of a parameter, as graphs and tags have it. */
const parameterName: Read<string> = (claim, path) => {
  const name = text(maxNameChars)(claim, path);
  if (name === "" || name === "__proto__" || name.includes(":")) {
    throw refusal(path, "the name of a parameter", name);
  }
  return name;
};

const parameterFields = record({
  name: parameterName,
  kind: oneOf("code", "value"),
  type: text(100),
  value: anything,
  description: optional(text(maxText)),
  entry: optional(identifier),
  signature: optional(text(maxText)),
});

const readParameter: Read<ParameterState> = (claim, path) => {
  const parameter = parameterFields(claim, path);
  if (parameter.kind === "code" && typeof parameter.value !== "string") {
    throw refusal(`${path}.value`, "the source of a function", parameter.value);
  }
  return parameter;
};

const readFacts: Read<TaskFacts> = record({
  name: text(maxNameChars),
  objective: text(maxText),
  parameters: list(readParameter, maxParameters),
  examples: record({
    train: whole(0, maxExamples),
    validation: whole(0, maxExamples),
    test: whole(0, maxExamples),
  }),
  metrics: optional(byName(oneOf("higher", "lower"), maxMetrics)),
  examplesHash: optional(text(200)),
});

function refuseEqualNames(parameters: readonly ParameterState[]): void {
  const names = new Set<string>();
  for (const { name } of parameters) {
    if (names.has(name)) throw refusal("facts.parameters", "parameters of different names", name);
    names.add(name);
  }
}
