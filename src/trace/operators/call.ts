/**
 * Traced calls of functions and methods that are values of nodes.
 *
 * @module
 */
import { InputGuard } from "../input_guard.ts";
import { printValue } from "../print_value.ts";
import { failedCall } from "../step.ts";
import type { TraceNode } from "../trace_node.ts";
import { asNode, resultNode } from "../wrap.ts";

const operator = {
  name: "call",
  documentation: "Calls fn, or the method of x, with the arguments.",
};

/**
 * Calls the function of `x`, or the method of its value named by the first argument. Asynchronous functions return
 * a promise of a node.
 */
export function callNode(x: TraceNode, args: readonly unknown[]): TraceNode | Promise<TraceNode> {
  const inputs = [
    x,
    ...args.map((arg, index) => asNode(arg, undefined, { callee: "call", index })),
  ];
  const isFunction = typeof x.peek() === "function";
  const names = isFunction ? ["fn"] : ["x", "method"];
  const inputNames = inputs.map((_, i) => names[i] ?? `args_${i - names.length}`);
  const origin = { operator, inputs, inputNames };
  const guard = InputGuard.of(origin);
  let result: unknown;
  try {
    const [target, ...values] = inputs.map((input) => input.data);
    result = isFunction ? apply(target, undefined, values) : applyMethod(target, values);
  } catch (error) {
    throw failedCall(origin, error);
  }
  const settle = (value: unknown) => {
    guard?.check();
    return resultNode(value, origin);
  };
  if (!(result instanceof Promise)) return settle(result);
  return result.then(
    settle,
    (error) => {
      throw failedCall(origin, error);
    },
  );
}

function applyMethod(target: unknown, [method, ...args]: readonly unknown[]): unknown {
  // Fails for null and undefined, as in JavaScript.
  const fn = (target as Record<PropertyKey, unknown>)[method as PropertyKey];
  if (mutators.has(fn)) {
    throw new TypeError(
      `Cannot call "${
        String(method)
      }" of a recorded value: it changes the value in place, and earlier steps would ` +
        "show the new one; use an operator that copies: append, insert, drop, toSorted, with, include, omit, …",
    );
  }
  return apply(fn, target, args, method);
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype);

/** The methods of built-in containers that change them in place. */
const mutators: ReadonlySet<unknown> = new Set([
  ...["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"]
    .map((name) => Reflect.get(Array.prototype, name)),
  ...["set", "delete", "clear"].map((name) => Reflect.get(Map.prototype, name)),
  ...["add", "delete", "clear"].map((name) => Reflect.get(Set.prototype, name)),
  ...["set", "sort", "reverse", "fill", "copyWithin"].map((name) => Reflect.get(typedArray, name)),
]);

function apply(fn: unknown, self: unknown, args: readonly unknown[], name?: unknown): unknown {
  if (typeof fn !== "function") {
    throw new TypeError(
      `Cannot call ${name === undefined ? "the value" : `"${String(name)}"`}: received ${
        printValue(fn, 80)
      }`,
    );
  }
  return Reflect.apply(fn, self, args);
}
