/**
 * Agents: modules, traced functions, parameters, and records with a `forward`.
 *
 * @module
 */
import { findParameters } from "./find_parameters.ts";
import type { Node, ParameterNode, Plain } from "../node_type.ts";
import { isTraceNode, type TraceNode } from "../trace_node.ts";
import { asNode } from "../wrap.ts";

/** Anything that can be optimized. A parameter alone is an agent whose output is its value. */
export type Agent<In = never, Out = unknown> =
  | { forward(input: In): Out | TraceNode<Out> | Promise<Out | TraceNode<Out>> }
  | ((input: In) => Out | TraceNode<Out> | Promise<Out | TraceNode<Out>>)
  | ParameterNode;

/**
 * The parameters of an agent by path, including those reached through `uses`.
 *
 * @param agent any agent
 *
 * @example
 * ```ts
 * import { parameter, parametersOf } from "@opto/opto";
 * const agent = { scale: parameter(2), forward: (x: number) => x };
 * console.log([...parametersOf(agent).keys()]); // [ "scale" ]
 * ```
 */
export function parametersOf(agent: Agent): ReadonlyMap<string, ParameterNode> {
  return findParameters(agent);
}

/**
 * Runs an agent and returns its output as a node.
 *
 * @param agent any agent
 * @param input a value or a node
 * @throws {ExecutionError} when one of its steps fails
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { agentCall, parameter } from "@opto/opto/trace";
 *
 * const factor = parameter(3, { name: "factor" });
 * const output = await agentCall({ forward: (x: number) => factor.mul(x) }, 2);
 * assertEquals(output.data, 6);
 * ```
 */
export async function agentCall<In, Out>(
  agent: Agent<In, Out>,
  input: In,
): Promise<Node<Plain<Out>>> {
  const output = await outputOf(agent, input);
  return asNode(output) as Node<Plain<Out>>; // every node has the operators of its value
}

function outputOf<In>(agent: Agent<In>, input: In): unknown {
  if (isTraceNode(agent)) return agent;
  return typeof agent === "function" ? agent(input) : agent.forward(input);
}
