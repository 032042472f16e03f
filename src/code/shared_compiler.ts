/**
 * The shared compiler of this process.
 *
 * @module
 */
import { ChildCompiler } from "./child_compiler.ts";
import type { Compiler } from "./compiler.ts";

/** A compiler whose process can be started ahead of its first request. */
type SharedCompiler = Compiler & Pick<ChildCompiler, "start" | "pids">;

let compiler: SharedCompiler | undefined;

/** The compiler of this process, made at the first call. Its child processes start at first use. */
export function sharedCompiler(): SharedCompiler {
  return compiler ??= new ChildCompiler();
}

/** Has another compiler do the work of this process: one that may start no process of its own asks its host. */
export function shareCompiler(other: Compiler): void {
  compiler = Object.assign(other, { start() {}, pids: [] });
}
