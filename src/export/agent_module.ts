/**
 * Text of the module that an export writes: imports, types, declarations, agent and `forward`.
 *
 * @module
 */
import type { Agent } from "../trace/agent/agent.ts";
import { findParameters } from "../trace/agent/find_parameters.ts";
import type { ParameterNode } from "../trace/node_type.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { isTraceNode } from "../trace/trace_node.ts";
import { agentText } from "./agent_text.ts";
import { Draft } from "./draft.ts";
import { ExportError } from "./export_error.ts";
import { operatorsIn, runtimeNames, runtimeText } from "./runtime_text.ts";

/** Options of an export. */
export interface ExportOptions {
  /** Values and functions that the agent's class uses from its own module, by name. @default {} */
  readonly outside?: Readonly<Record<string, unknown>>;
  /**
   * URLs of modules in which the agent is written. What its functions use from there is copied or imported, and they
   * keep their types and comments. @default the modules of its trainable and sandboxed functions
   */
  readonly modules?: readonly string[];
}

/** The module of an agent. @throws {ExportError} when it needs a value that cannot be written */
export async function agentModule(agent: Agent, options: ExportOptions): Promise<string> {
  const { outside = {}, modules = [] } = options;
  const parameters = [...findParameters(agent).values()];
  await Promise.all(parameters.map((parameter) => parameter.ready()));
  const own = parameters.flatMap(moduleUrls);
  const draft = new Draft({
    outside,
    modules: [...new Set([...modules, ...own])],
    reserved: ["agent", "forward", ...runtimeNames],
    write: agentText,
  });
  const expression = await draft.write(agent, "");
  if (draft.reasons.size > 0) throw new ExportError([...draft.reasons]);
  const code = [...draft.declarations, expression].join("\n");
  return [
    "// Written by Opto: an agent with its current code and values.",
    "// @ts-nocheck -- a value may be a node, which has no type here",
    "// deno-lint-ignore-file",
    ...draft.imports,
    await runtimeText(operatorsIn(code), [...draft.library]),
    ...draft.types,
    ...draft.declarations,
    `export const agent = ${expression};`,
    `export async function forward(input) {\n  return unwrap(await ${callOf(agent)});\n}`,
    "",
  ].join("\n");
}

/** The module that a code parameter is written in, if known. */
function moduleUrls(parameter: ParameterNode): readonly string[] {
  const url = (parameter as unknown as TraceParameter).code?.moduleUrl; // as: nodes of kind parameter are of this class
  return url === undefined ? [] : [url];
}

/** The expression that runs an agent. */
function callOf(agent: Agent): string {
  if (isTraceNode(agent)) return "agent";
  return typeof agent === "function" ? "agent(input)" : "agent.forward(input)";
}
