/**
 * The compiler that this process shares.
 *
 * @module
 */
import type { Compiler } from "./compiler.ts";
import { LocalCompiler } from "./local_compiler.ts";

let compiler: Compiler | undefined;

/** The compiler of this process, made at the first call. Its packages load when it is first asked. */
export function sharedCompiler(): Compiler {
  return compiler ??= new LocalCompiler();
}
