/**
 * The function of a unit as the trusted code of a realm calls it.
 *
 * @module
 */
import { apply, emptyRecord } from "./primordials.ts";

/** A function of any arguments. */
export type Invoke = (...args: unknown[]) => unknown;

/** The function of a unit, and what is injected before its arguments. */
export interface Callee {
  readonly run: Invoke;
  readonly uses: unknown;
}

/** Calls a unit's function. */
export function invoke({ run, uses }: Callee, args: ArrayLike<unknown>): unknown {
  if (uses === undefined) return apply(run, undefined, args);
  const shifted = emptyRecord<unknown>();
  shifted[0] = uses;
  for (let index = 0; index < args.length; index++) shifted[index + 1] = args[index];
  shifted.length = args.length + 1;
  return apply(run, undefined, shifted as unknown as ArrayLike<unknown>); // it has a length now
}
