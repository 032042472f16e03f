/**
 * The shared compiler of this process.
 *
 * @module
 */
import type { Compiler } from "./compiler.ts";
import { LocalCompiler } from "./local_compiler.ts";

let compiler: Compiler | undefined;

/** The compiler of this process, made at the first call. Its packages load at first use. */
export function sharedCompiler(): Compiler {
  return compiler ??= new LocalCompiler();
}
