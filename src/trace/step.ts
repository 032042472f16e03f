/**
 * One step of the trace: computes a value from inputs and makes its node, or an exception node.
 *
 * @module
 */
import { ExecutionError } from "./failure/execution_error.ts";
import { failureOf, simpleText } from "./failure/failure_of.ts";
import type { Failure } from "./failure.ts";
import { type Inside, type Origin, TraceNode } from "./trace_node.ts";
import { resultNode } from "./wrap.ts";
import { printValue } from "./print_value.ts";

/** Calls `compute` with the inputs' values, and makes the node. */
export function step(origin: Origin, compute: () => unknown): TraceNode {
  let value: unknown;
  try {
    value = compute();
  } catch (error) {
    throw failedCall(origin, error);
  }
  return resultNode(value, origin);
}

/** The failure of an operator, shown as the call that failed. */
export function failedCall(origin: Origin, error: unknown): ExecutionError {
  return failedStep(origin, error, failureOf(error, (note) => `${callText(origin)}  <--- ${note}`));
}

/** The exception node of a failed step, as an error to throw. */
export function failedStep(
  origin: Origin,
  error: unknown,
  failure: Failure,
  inside?: Inside,
): ExecutionError {
  return new ExecutionError(
    new TraceNode("exception", simpleText(failure), origin, { failure, inside }),
    error,
  );
}

/** The call as one line of code, with bounded values. */
function callText({ operator, inputs, inputNames }: Origin): string {
  const args = inputs.map((input, i) => `${inputNames[i]}=${printValue(input.peek(), 200)}`);
  return `${operator.name}(${args.join(", ")})`;
}
