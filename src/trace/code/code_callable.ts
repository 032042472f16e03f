/**
 * The callable form of a code function.
 *
 * @module
 */
import { awaitFirst } from "../await_first.ts";
import { callCode } from "./call_code.ts";
import { nodeOf } from "../callable.ts";
import { type CodeFunction, registerCodeFunction } from "./code_function.ts";
import type { Node, ParameterNode } from "../node_type.ts";
import { codeParameters } from "./program.ts";
import { functionNode } from "../wrap.ts";

/** A code function as a function. */
export interface CodeCallable {
  (...args: readonly unknown[]): Promise<Node>;
  /** The code parameters it reaches, its own first. */
  readonly parameters: readonly ParameterNode<string>[];
  /** Its own code parameter; only trainable functions have one. */
  readonly parameter?: ParameterNode<string>;
  ready(): Promise<void>;
}

/** Makes the callable form of `code`. */
export function codeCallable(code: CodeFunction): CodeCallable {
  const parameters = codeParameters(code);
  const refusing = awaitFirst(code.name);
  const call = (...args: readonly unknown[]) => refusing(callCode(code, args));
  const callable = Object.assign(call, {
    parameters,
    ready: () => code.ready(),
    ...code.parameter === undefined ? {} : { parameter: code.parameter },
  }) as CodeCallable; // every node has the operators of its value
  Object.defineProperty(callable, "name", { value: code.name });
  Object.defineProperty(callable, nodeOf, { get: () => functionNode(callable, parameters) });
  Object.defineProperty(callable, "bind", { value: () => refuseBind(code.name) });
  registerCodeFunction(callable, code);
  return callable;
}

/** `bind` would hide the parameters. */
function refuseBind(name: string): never {
  throw new TypeError(
    `Cannot bind arguments of "${name}" as its parameters would be lost: write a function that calls it`,
  );
}
