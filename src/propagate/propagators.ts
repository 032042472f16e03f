/**
 * The built-in propagators by name, and the choice of a propagator.
 *
 * @module
 */
import { graphPropagator } from "./graph_propagator.ts";
import type { AnyPropagator, Propagator } from "../trace/propagator.ts";
import { sumPropagator } from "./sum_propagator.ts";

const propagators = { graph: graphPropagator, sum: sumPropagator } as const satisfies Readonly<
  Record<PropagatorName, unknown>
>;

/** A built-in propagator. */
export type PropagatorName = "graph" | "sum";

/** The built-in propagators. */
export const propagatorNames = Object.keys(propagators) as readonly PropagatorName[]; // as: its own keys

/** The choice of a propagator: a name, or a custom propagator. In a run its messages must be plain data. */
export type PropagatorChoice = PropagatorName | AnyPropagator;

/** Whether a value has the functions of a propagator. */
export function isPropagator(value: unknown): value is Propagator<unknown> {
  return typeof value === "object" && value !== null && "init" in value && "merge" in value &&
    typeof value.init === "function" && typeof value.merge === "function";
}

/**
 * Resolves the choice of a propagator.
 *
 * @throws {TypeError} when it is neither a known name nor a propagator
 */
export function propagatorOf(choice: PropagatorChoice): Propagator<unknown> {
  if (isPropagator(choice)) return choice;
  if (typeof choice === "string" && Object.hasOwn(propagators, choice)) {
    return propagators[choice] as Propagator<unknown>; // as: messages stay between its own functions
  }
  throw new TypeError(
    `Cannot use "${String(choice)}" as a propagator: received ${typeof choice}, neither one of ${
      propagatorNames.join(", ")
    } nor an object with init and merge`,
  );
}
