/**
 * From what a model suggested to what may be changed: known names, right kinds, real changes.
 *
 * @module
 */
import { equalValues } from "../trace/equal_values.ts";
import type { Checked } from "../trace/trace_parameter.ts";
import { nameOf } from "./answer.ts";
import { convertValue } from "./convert_value.ts";
import type { ParameterState, Rejection } from "../problem/proposer.ts";

/** A suggestion, sorted into what changes and what does not. */
export interface Update {
  /** New values by name, converted, and different from the current ones. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** What was suggested and cannot be applied, with the reason. */
  readonly rejected: readonly Rejection[];
}

/**
 * Sorts suggested values. Unknown names and wrong kinds are rejected with a reason, equal values are no change, and `null`
 * keeps a value (unless it is null that the parameter holds). Code may come whole, or as edits of the current source; marked
 * blocks in it must not change.
 *
 * @param parameters those that were shown; others cannot be changed
 * @param values as they were suggested
 * @param options `check` projects and validates a value further, by the parameter's own schema
 *
 * @example
 * ```ts
 * import { projectSuggestion } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = { name: "rate", kind: "value", type: "number", value: 1 } as const;
 * assertEquals(projectSuggestion([rate], { rate: "2.5" }).changes, { rate: 2.5 });
 * assertEquals(projectSuggestion([rate], { rate: "fast", speed: 3 }).rejected.length, 2);
 * ```
 */
export function projectSuggestion(
  parameters: readonly ParameterState[],
  values: Readonly<Record<string, unknown>>,
  options: { readonly check?: (name: string, value: unknown) => Checked<unknown> } = {},
): Update {
  const names = parameters.map(({ name }) => name);
  const changes = new Map<string, unknown>();
  const rejected: Rejection[] = [];
  for (const [key, value] of Object.entries(values)) {
    const name = nameOf(key, names);
    const state = parameters.find((parameter) => parameter.name === name);
    if (state === undefined) {
      const known = names.length === 0 ? "none" : names.join(", ");
      const reason = `no variable of this name may be changed here: those that may are ${known}`;
      rejected.push({ parameter: key, value, reason });
      continue;
    }
    if (value === null && state.type !== "null") continue;
    const result = projectValue(state, value, options.check);
    if (result.kind === "wrong") {
      const { kind: _kind, ...why } = result;
      rejected.push({ parameter: state.name, value, ...why });
    } else if (!equalValues(result.value, state.value)) {
      changes.set(state.name, result.value);
    }
  }
  return { changes: Object.fromEntries(changes), rejected };
}

function projectValue(
  state: ParameterState,
  value: unknown,
  check: ((name: string, value: unknown) => Checked<unknown>) | undefined,
): ReturnType<typeof convertValue> {
  const converted = convertValue(state, value);
  if (converted.kind === "wrong" || check === undefined) return converted;
  const checked = check(state.name, converted.value);
  return checked.kind === "accepted"
    ? { kind: "value", value: checked.value }
    : { kind: "wrong", reason: checked.reasons.join("; ") };
}
