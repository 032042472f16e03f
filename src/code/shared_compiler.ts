/**
 * The shared compiler of this process.
 *
 * @module
 */
import { ChildCompiler } from "./child_compiler.ts";

let compiler: ChildCompiler | undefined;

/** The compiler of this process, made at the first call. Its child processes start at first use. */
export function sharedCompiler(): ChildCompiler {
  return compiler ??= new ChildCompiler();
}
