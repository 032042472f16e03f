/**
 * The shape of an operator table: for each name its documentation, and the function on bare values.
 *
 * @module
 */

/** One row per function of `O`; the function's parameter names are the operator's input names. */
export type Table<O> = { readonly [K in keyof O]: readonly [documentation: string, fn: O[K]] };
