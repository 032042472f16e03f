/**
 * Writes an agent with its current code and values as a TypeScript module that runs without Opto.
 *
 * @module
 */
import type { Agent } from "../trace/agent/agent.ts";
import type { ExportOptions } from "./agent_module.ts";

export type { ExportOptions };

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
  const { agentModule } = await import("./agent_module.ts"); // reads and writes source; few programs export anything
  return await agentModule(agent, options);
}
