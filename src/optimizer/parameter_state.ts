/**
 * Converts parameters of a trace to the form for proposers.
 *
 * @module
 */
import { type NamedParameters, parameterNames } from "../trace/data/node_names.ts";
import type { StandardSchema } from "../trace/schema.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { valueKind } from "../trace/value.ts";
import type { ParameterState } from "../problem/problem.ts";

/**
 * The states of parameters, in the same order, with the names that `feedbackGraph` gives the same.
 *
 * Code is complete once the parameter's `ready()` has settled.
 */
export function parameterStates(parameters: NamedParameters): readonly ParameterState[] {
  const names = parameterNames(parameters);
  return [...names].map(([node, name]) => parameterState(node as TraceParameter, name)); // as: the names of this list
}

/** The state of one parameter under a name. */
export function parameterState(parameter: TraceParameter, name: string): ParameterState {
  const { code, description, schema } = parameter;
  const value = parameter.peek();
  const jsonSchema = schema === undefined ? undefined : jsonSchemaOf(schema);
  return {
    name,
    kind: code === undefined ? "value" : "code",
    type: code === undefined ? valueKind(value) : "code",
    value,
    ...(description === undefined ? {} : { description }),
    ...(jsonSchema === undefined ? {} : { jsonSchema }),
    ...(code === undefined ? {} : { entry: code.entry, signature: code.signature }),
  };
}

/** The schema as JSON Schema, if its library can write it; other schemas are enforced but not shown. */
function jsonSchemaOf(schema: StandardSchema): Record<string, unknown> | undefined {
  try {
    return schema["~standard"].jsonSchema?.input({ target: "draft-2020-12" });
  } catch {
    return undefined; // a transform or a custom check: libraries throw for checks that JSON Schema cannot express
  }
}
