/**
 * Reads the messages of a custom propagator at the parameters.
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { isPathStep } from "./graph_propagator.ts";

/**
 * The messages by parameter, without those of the minimal subgraph, which `feedbackGraph` reads.
 *
 * @param parameters by name
 * @returns an empty record when there are none
 */
export function messagesOf(
  parameters: ReadonlyMap<string, TraceNode>,
): { readonly messages?: Readonly<Record<string, readonly unknown[]>> } {
  const found = [...parameters].flatMap(([name, parameter]) => {
    const { feedback } = parameter as TraceParameter; // of kind "parameter"
    const messages = feedback.flatMap(({ message }) => isPathStep(message) ? [] : [message]);
    return messages.length === 0 ? [] : [[name, messages] as const];
  });
  return found.length === 0 ? {} : { messages: Object.fromEntries(found) };
}
