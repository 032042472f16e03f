/**
 * Traced calls of functions and methods that are values of nodes.
 *
 * @module
 */
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
  let result: unknown;
  try {
    const [target, ...values] = inputs.map((input) => input.data);
    result = isFunction ? apply(target, undefined, values) : applyMethod(target, values);
  } catch (error) {
    throw failedCall(origin, error);
  }
  if (!(result instanceof Promise)) return resultNode(result, origin);
  return result.then(
    (settled) => resultNode(settled, origin),
    (error) => {
      throw failedCall(origin, error);
    },
  );
}

function applyMethod(target: unknown, [method, ...args]: readonly unknown[]): unknown {
  // Fails for null and undefined, as in JavaScript.
  const fn = (target as Record<PropertyKey, unknown>)[method as PropertyKey];
  return apply(fn, target, args, method);
}

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
