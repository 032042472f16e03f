/**
 * Reads the head of a function for a prompt.
 *
 * @module
 */
import { findFunction } from "./function_shape.ts";
import { parseModule } from "./parsed_module.ts";

/**
 * The head that a rewritten function must keep: `export function policy(board: string[][]): Move`; an empty text
 * when the source has no such function.
 *
 * @throws {SyntaxError} when the source does not parse
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { signatureOf } from "./signature.ts";
 *
 * const source = "export const twice = (n: number): number => n * 2;";
 * assertEquals(signatureOf(source, "twice"), "export const twice = (n: number): number");
 * ```
 */
export function signatureOf(source: string, entry: string): string {
  return findFunction(parseModule(source), entry)?.head ?? "";
}
