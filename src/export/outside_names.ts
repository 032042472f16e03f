/**
 * Finds the names that a function uses from its module.
 *
 * @module
 */
import type { Program } from "acorn";
import { freeVariables } from "../code/free_variables.ts";
import type { Draft } from "./draft.ts";
import { standIns } from "./runtime_text.ts";

/** The names that a program neither declares nor has from the engine, in text order. */
export async function outsideNames(program: Program): Promise<readonly string[]> {
  const free = await freeVariables(program);
  return free.map(({ name }) => name).filter((name) => !(name in globalThis));
}

/**
 * Declares the outside names of a function; a missing one is a reason against export.
 *
 * @param user the function or class, for the message
 */
export async function declareOutsideNames(
  draft: Draft,
  program: Program,
  user: string,
): Promise<void> {
  for (const name of await outsideNames(program)) {
    if (Object.hasOwn(draft.outside, name)) await draft.declareOutside(name);
    else if (standIns.has(name)) draft.library.add(name);
    else draft.reasons.add(`${user} uses \`${name}\`, which is outside of it`);
  }
}
