/**
 * The warning that the search writes no new text.
 *
 * @module
 */
import type { ParameterState } from "../../problem/problem.ts";
import type { ProposerWarning } from "../../problem/proposer.ts";
import { variablePlaces } from "./vary_values.ts";

/** The warning where nothing but texts can change; undefined where something else can, or nothing at all. */
export function textWarning(parameters: readonly ParameterState[]): ProposerWarning | undefined {
  if (parameters.some(({ kind }) => kind === "code")) return undefined;
  const variable = parameters.map((parameter) => ({
    name: parameter.name,
    kinds: variablePlaces(parameter).map(({ domain }) => domain.kind),
  })).filter(({ kinds }) => kinds.length > 0);
  if (
    variable.length === 0 || variable.some(({ kinds }) => kinds.some((kind) => kind !== "text"))
  ) {
    return undefined;
  }
  const names = variable.map(({ name }) => `"${name}"`).join(", ");
  return {
    code: "text-needs-model",
    message:
      `Without a language model the search only recombines sentences of ${names}: no text becomes new`,
    advice: "Name a model with --model, or list choices in the parameter's schema.",
  };
}
