/**
 * Sorts suggested values into changes and rejections, by name and kind.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { equalValues } from "../trace/equal_values.ts";
import { variableOf } from "./answer/variable_name.ts";
import { convertValue } from "./convert_value.ts";
import { isOtherKind } from "./other_kind.ts";
import type { ParameterState, Values } from "../problem/problem.ts";
import type { Rejection } from "../problem/proposal.ts";

/** A suggestion, sorted into changes and rejections. */
export interface ProjectedSuggestion {
  /** New values by name, converted, different from the current ones. */
  readonly changes: Values;
  /** Rejected values, with reasons. */
  readonly rejected: readonly Rejection[];
  /** Names of no variable beside those of variables; they are left out. */
  readonly ignored: readonly string[];
}

/** Maximum number of rejected names, and maximum characters of each. */
const maxBadNames = 10;
const maxNameLength = 100;

/**
 * Sorts suggested values. Repeated names and wrong kinds are rejected with a reason, and so are unknown names (the first
 * ten) unless others are known: then they are left out. Equal values are no change, and `null` of a model's answer keeps a value (unless the parameter's value is null). Code may be a full source or
 * edits of the current source; marked blocks must not change.
 *
 * @param parameters the parameters that may change
 * @param values the suggested values
 * @param options `isText`: whether they were read from a model's answer. @default true
 *
 * @example
 * ```ts
 * import { projectSuggestion } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = { name: "rate", kind: "value", type: "number", value: 1 } as const;
 * assertEquals(projectSuggestion([rate], { rate: "2.5" }).changes, { rate: 2.5 });
 * const { rejected, ignored } = projectSuggestion([rate], { rate: "fast", speed: 3 });
 * assertEquals([rejected.length, ignored], [1, ["speed"]]);
 * ```
 */
export function projectSuggestion(
  parameters: readonly ParameterState[],
  values: Values,
  { isText = true }: { readonly isText?: boolean } = {},
): ProjectedSuggestion {
  const known = parameters.map(({ name }) => name).join(", ") || "none";
  const changes = new Map<string, unknown>();
  const rejected: Rejection[] = [];
  const unknown: [name: string, value: unknown][] = [];
  const met = new Set<string>();
  for (const [key, value] of Object.entries(values)) {
    const state = variableOf(key, parameters);
    if (state === undefined) {
      unknown.push([shortText(key, maxNameLength), value]);
      continue;
    }
    const { name } = state;
    if (met.has(name)) {
      const reason = `the variable ${name} is named more than once`;
      if (rejected.length < maxBadNames) {
        rejected.push({ parameter: shortText(key, maxNameLength), value, reason });
      }
      continue;
    }
    met.add(name);
    const isNull = state.type === "null" || !isText && isOtherKind(value, state);
    if (value === null && !isNull) continue;
    const result = convertValue(state, value);
    if (result.kind === "wrong") {
      const { kind: _kind, ...why } = result;
      rejected.push({ parameter: name, value, ...why });
    } else if (!equalValues(result.value, state.value)) {
      changes.set(name, result.value);
    }
  }
  const few = unknown.slice(0, maxBadNames);
  if (met.size === 0) {
    const reason = `no variable of this name may be changed here: those that may are ${known}`;
    rejected.push(...few.map(([parameter, value]) => ({ parameter, value, reason })));
  }
  return {
    changes: Object.fromEntries(changes),
    rejected,
    ignored: met.size === 0 ? [] : few.map(([name]) => name),
  };
}
