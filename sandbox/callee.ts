/**
 * A unit's function with its injected argument, called by the trusted code of a realm.
 *
 * @module
 */
import { apply, emptyRecord } from "./primordials.ts";

/** A function of any arguments. */
export type Invoke = (...args: unknown[]) => unknown;

/** A unit's function and the record injected before its arguments. */
export interface Callee {
  readonly run: Invoke;
  /** Undefined when nothing is injected; read at each call, because tools belong to one argument list. */
  readonly uses: unknown;
}

/** Calls a unit's function. */
export function invoke(callee: Callee, args: ArrayLike<unknown>): unknown {
  const { run, uses } = callee;
  if (uses === undefined) return apply(run, undefined, args);
  const shifted = emptyRecord<unknown>();
  shifted[0] = uses;
  for (let index = 0; index < args.length; index++) shifted[index + 1] = args[index];
  shifted.length = args.length + 1;
  return apply(run, undefined, shifted as unknown as ArrayLike<unknown>); // `length` is set above
}
