/**
 * The warning about parameters that the optimizer of a run cannot change.
 *
 * @module
 */
import type { Proposer } from "../problem/proposer.ts";
import type { TaskFacts } from "../trainer/evaluator.ts";
import type { EventOf } from "../trainer/event.ts";

/** The warning; undefined when every parameter can change. */
export function fixedParameters(
  { proposer, facts: { parameters } }: {
    readonly proposer: Proposer;
    readonly facts: Pick<TaskFacts, "parameters">;
  },
): EventOf<"warning"> | undefined {
  const fixed = parameters.filter((parameter) => proposer.canChange?.(parameter) === false);
  if (fixed.length === 0) return undefined;
  const names = fixed.map(({ name, type }) => `"${name}" (${type})`).join(", ");
  const rest = fixed.length === parameters.length ? ", and there is nothing else to change" : "";
  return {
    type: "warning",
    step: 0,
    code: "needs-model",
    message:
      `The optimizer "${proposer.name}" cannot change ${names} without a language model${rest}`,
    advice: "Name a model with --model, or list choices in the parameter's schema.",
  };
}
