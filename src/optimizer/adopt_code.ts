/**
 * Brings the code in a model's answer into the form that a program needs.
 *
 * @module
 */
import type { ParameterState, Values } from "../problem/problem.ts";

/** Changes, without those that change nothing. */
export interface AdoptedChanges {
  readonly changes: Values;
  /** What was rewritten or left out. */
  readonly notes: readonly string[];
}

/**
 * Gives code its function's name, parameters and export, without unused imports. Code that differs from the current code by
 * spaces, comments, types and local names only is no change.
 */
export async function adoptCode(
  parameters: readonly ParameterState[],
  changes: Values,
): Promise<AdoptedChanges> {
  const adopted: Record<string, unknown> = {};
  const notes: string[] = [];
  for (const [name, value] of Object.entries(changes)) {
    const state = parameters.find((each) => each.name === name);
    if (state?.kind !== "code" || state.entry === undefined) {
      adopted[name] = value;
      continue;
    }
    const { sharedCompiler } = await import("../code/shared_compiler.ts"); // loads the compiler packages lazily
    const current = String(state.value);
    const { source, isSame } = await sharedCompiler().adopt({
      source: String(value),
      entry: state.entry,
      current,
    });
    if (isSame) notes.push(`${name} is the current code but for spaces, comments, types and names`);
    else adopted[name] = source;
    if (!isSame && source !== value) notes.push(`${name} was given its declared form`);
  }
  return { changes: adopted, notes };
}
