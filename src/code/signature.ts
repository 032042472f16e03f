/**
 * The head of a function as a prompt shows it.
 *
 * @module
 */
import { findFunction } from "./function_shape.ts";
import { parse } from "./parse.ts";

/**
 * What a rewritten function has to start with: `export function policy(board: string[][]): Move`; an empty text when the
 * source has no such function.
 *
 * @throws {SyntaxError} when the source does not parse
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { signatureOf } from "./signature.ts";
 *
 * const source = "export const twice = (n: number): number => n * 2;";
 * assertEquals(await signatureOf(source, "twice"), "export const twice = (n: number): number");
 * ```
 */
export async function signatureOf(source: string, entry: string): Promise<string> {
  return findFunction(await parse(source), entry)?.head ?? "";
}
