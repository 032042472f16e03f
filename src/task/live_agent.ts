/**
 * An agent with its parameters by name, set to the values of one candidate at a time.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { TaskError } from "../errors.ts";
import type { Agent } from "../trace/agent/agent.ts";
import { findParameters } from "../trace/agent/find_parameters.ts";
import { parameterNames } from "../trace/data/node_names.ts";
import { isPromise } from "../trace/is_promise.ts";
import { isTraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import type { Values } from "../problem/problem.ts";
import { placeText } from "./place_text.ts";
import type { Task } from "./task.ts";
import { typeName } from "./type_name.ts";

/** An agent with its parameters. */
export interface LiveAgent {
  readonly agent: Agent<unknown>;
  /** In the order of the search. */
  readonly parameters: ReadonlyMap<string, TraceParameter>;
}

/**
 * Makes an agent and finds its parameters.
 *
 * @throws {TaskError} when `agent()` throws, or returns a value without parameters
 */
export function makeAgent(task: Pick<Task, "agent" | "name">): LiveAgent {
  let agent: unknown;
  try {
    agent = task.agent();
  } catch (cause) {
    throw new TaskError(
      `Cannot make the agent of "${task.name}": agent() threw ${messageOf(cause)}${
        placeText(cause)
      }`,
      { cause, advice: "agent() must return an agent." },
    );
  }
  if (!isAgent(agent)) {
    throw new TaskError(
      `Cannot use the result of agent() of "${task.name}" as an agent: received ${typeName(agent)}`,
      {
        advice: isPromise(agent)
          ? "agent() is not async: await what it needs at the top of the module. Its forward may be async."
          : "Return a Module, a trainable function, or an object with forward(input).",
      },
    );
  }
  const names = parameterNames(findParameters(agent));
  // Nodes of kind parameter are of this class.
  const parameters = new Map([...names].map(([node, name]) => [name, node as TraceParameter]));
  if (parameters.size > 0) return { agent, parameters };
  throw new TaskError(`Cannot train "${task.name}": received an agent without parameters`, {
    advice:
      "Make a parameter() or trainable() function a field of the agent: values in a closure are not found.",
  });
}

function isAgent(value: unknown): value is Agent<unknown> {
  if (typeof value === "function" || isTraceNode(value)) return true;
  return typeof value === "object" && value !== null && "forward" in value &&
    typeof value.forward === "function";
}

/** Sets a candidate's values; refused values are skipped, because validation reports them. */
export function setValues({ parameters }: LiveAgent, values: Values): void {
  for (const [name, parameter] of parameters) parameter.updateUnlessRefused(values[name]);
}
