/**
 * The kinds of values that a function may use.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { withAmbient } from "../ambient.ts";
import { type CodeFunction, codeFunctionOf } from "./code_function.ts";
import type { HostTool } from "../code_runner.ts";
import { unwrap } from "../wrap.ts";

/** One entry of `uses`, tagged by its kind. */
export type CodeUse =
  | { readonly kind: "code"; readonly code: CodeFunction }
  | { readonly kind: "tool"; readonly tool: HostTool }
  | { readonly kind: "data"; readonly value: unknown };

/** The kind of a value: candidate code, a host function, or values and nodes. */
export function codeUse(value: unknown): CodeUse {
  const code = codeFunctionOf(value);
  if (code !== undefined) return { kind: "code", code };
  if (isCallable(value)) return { kind: "tool", tool: { run: plainly(value) } };
  if (isHostTool(value)) return { kind: "tool", tool: { ...value, run: plainly(value.run) } };
  return { kind: "data", value };
}

/**
 * A host function that returns bare values: bundles may be tools too. It runs in the context of the call, not of
 * the sandbox's reply, and outside any frame.
 */
function plainly(fn: (...args: readonly unknown[]) => unknown): HostTool["run"] {
  const inContext = AsyncLocalStorage.snapshot();
  return (...args) =>
    inContext(() => withAmbient({ frame: undefined }, async () => unwrap(await fn(...args))));
}

function isCallable(value: unknown): value is (...args: readonly unknown[]) => unknown {
  return typeof value === "function";
}

function isHostTool(value: unknown): value is HostTool {
  return typeof value === "object" && value !== null && "run" in value &&
    typeof value.run === "function";
}
