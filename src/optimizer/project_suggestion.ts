/**
 * Sorts suggested values into changes and rejections, by name and kind.
 *
 * @module
 */
import { cut } from "../render/value_text.ts";
import { equalValues } from "../trace/equal_values.ts";
import { nameOf } from "./answer.ts";
import { convertValue } from "./convert_value.ts";
import type { ParameterState, Values } from "../problem/problem.ts";
import type { Rejection } from "../problem/proposal.ts";

/** A suggestion, sorted into changes and rejections. */
export interface ProjectedSuggestion {
  /** New values by name, converted, different from the current ones. */
  readonly changes: Values;
  /** Rejected values, with reasons. */
  readonly rejected: readonly Rejection[];
}

/** Maximum number of rejected names, and maximum characters of each. */
const maxBadNames = 10;
const maxNameLength = 100;

/**
 * Sorts suggested values. Unknown and repeated names (the first ten) and wrong kinds are rejected with a reason, equal
 * values are no change, and `null` keeps a value (unless the parameter's value is null). Code may be a full source or
 * edits of the current source; marked blocks must not change.
 *
 * @param parameters the parameters that may change
 * @param values the suggested values
 *
 * @example
 * ```ts
 * import { projectSuggestion } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = { name: "rate", kind: "value", type: "number", value: 1 } as const;
 * assertEquals(projectSuggestion([rate], { rate: "2.5" }).changes, { rate: 2.5 });
 * assertEquals(projectSuggestion([rate], { rate: "fast", speed: 3 }).rejected.length, 2);
 * ```
 */
export function projectSuggestion(
  parameters: readonly ParameterState[],
  values: Values,
): ProjectedSuggestion {
  const names = parameters.map(({ name }) => name);
  const left = new Map(parameters.map((state) => [state.name, state]));
  const known = names.length === 0 ? "none" : names.join(", ");
  const changes = new Map<string, unknown>();
  const rejected: Rejection[] = [];
  let badNames = 0;
  for (const [key, value] of Object.entries(values)) {
    const name = nameOf(key, names) ?? "";
    const state = left.get(name);
    left.delete(name);
    if (state === undefined) {
      if (++badNames > maxBadNames) continue;
      const reason = names.includes(name)
        ? `the variable ${name} is named more than once`
        : `no variable of this name may be changed here: those that may are ${known}`;
      rejected.push({ parameter: cut(key, maxNameLength), value, reason });
      continue;
    }
    if (value === null && state.type !== "null") continue;
    const result = convertValue(state, value);
    if (result.kind === "wrong") {
      const { kind: _kind, ...why } = result;
      rejected.push({ parameter: state.name, value, ...why });
    } else if (!equalValues(result.value, state.value)) {
      changes.set(state.name, result.value);
    }
  }
  return { changes: Object.fromEntries(changes), rejected };
}
