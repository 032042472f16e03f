/**
 * Writes an agent with its current code and values as a TypeScript module that runs without Opto.
 *
 * @module
 */
import type { Agent } from "../trace/agent/agent.ts";
import { isTraceNode } from "../trace/trace_node.ts";
import { agentText } from "./agent_text.ts";
import { Draft } from "./draft.ts";
import { ExportError } from "./export_error.ts";
import { operatorsIn, runtimeNames, runtimeText } from "./runtime_text.ts";

/** Options of an export. */
export interface ExportOptions {
  /** Values and functions that the agent's class uses from its own module, by name. @default {} */
  readonly outside?: Readonly<Record<string, unknown>>;
}

/**
 * The agent as the text of a TypeScript module: its class or function, its current code and values, without an
 * import of Opto. The module exports `agent`, and `forward(input)`, which returns the bare output. Candidate code
 * in it runs without a sandbox.
 *
 * @param agent a module, a trainable or sandboxed function, a parameter, or a record with a `forward`
 * @param options values that its class uses from its module
 * @throws {ExportError} when it needs a value that cannot be written, such as a variable outside its class
 *
 * @example
 * ```ts
 * import { exportModule, type MaybeNode, Module, ops, parameter } from "@opto/opto";
 * class Double extends Module<number, number> {
 *   factor = parameter(2);
 *   forward(x: MaybeNode<number>) {
 *     return ops.mul(x, this.factor);
 *   }
 * }
 * console.log((await exportModule(new Double())).includes("class Double")); // true
 * ```
 */
export async function exportModule(agent: Agent, options: ExportOptions = {}): Promise<string> {
  const { outside = {} } = options;
  const reserved = ["agent", "forward", ...runtimeNames];
  const draft = new Draft({ outside, reserved, write: agentText });
  const expression = await draft.write(agent, "");
  if (draft.reasons.size > 0) throw new ExportError([...draft.reasons]);
  const code = [...draft.declarations, expression].join("\n");
  return [
    "// Written by Opto: an agent with its current code and values.",
    "// @ts-nocheck -- the types of classes and functions were erased when they were compiled",
    "// deno-lint-ignore-file",
    ...draft.imports,
    await runtimeText(operatorsIn(code), [...draft.library]),
    ...draft.declarations,
    `export const agent = ${expression};`,
    `export async function forward(input) {\n  return unwrap(await ${callOf(agent)});\n}`,
    "",
  ].join("\n");
}

/** The expression that runs an agent. */
function callOf(agent: Agent): string {
  if (isTraceNode(agent)) return "agent";
  return typeof agent === "function" ? "agent(input)" : "agent.forward(input)";
}
