/**
 * Checks an agent's own code before a run starts.
 *
 * @module
 */
import { refusedUnits } from "../code/compile_units.ts";
import { findCode } from "../trace/agent/find_parameters.ts";
import { refusedCode } from "../trace/code/refused_code.ts";

/**
 * Compiles and checks every trainable and sandboxed function of an agent, as candidates are checked.
 *
 * @throws {TaskError} with all findings, when one can never run in the sandbox
 */
export async function checkAgentCode(agent: unknown): Promise<void> {
  const functions = findCode(agent);
  await Promise.all(functions.map((code) => code.ready()));
  const units = functions.flatMap((code) => code.program().units.slice(-1)); // its own stands last
  const refused = (await refusedUnits(units)).flatMap(({ index, diagnostics }) => {
    const code = functions[index];
    return code === undefined ? [] : [{ code, diagnostics }];
  });
  if (refused.length > 0) throw refusedCode(refused);
}
