/**
 * Every operator by name: its documentation, and its function lifted to nodes.
 *
 * @module
 */
import { watched } from "../ambient.ts";
import type { Operator } from "../operator.ts";
import { arithmetic } from "./arithmetic.ts";
import { container, sets } from "./collection.ts";
import { equality, order } from "./comparison.ts";
import { common, logic } from "./logic.ts";
import { list, sequence } from "./sequence.ts";
import { text } from "./string.ts";
import { readSignature } from "../function/signature.ts";
import { failedCall, step } from "../step.ts";
import type { TraceNode } from "../trace_node.ts";
import { asNode, resultNode } from "../wrap.ts";

/** A function lifted to nodes: takes values and nodes, returns a node. */
export type LiftedFunction = (...args: readonly unknown[]) => TraceNode;

/** One operator before it is lifted. */
export type Row = readonly [documentation: string, fn: (...args: never[]) => unknown];

/** All rows, by name. */
export const operatorRows: Readonly<Record<string, Row>> = {
  ...arithmetic,
  ...order,
  ...equality,
  ...common,
  ...logic,
  ...sequence,
  ...text,
  ...list,
  ...container,
  ...sets,
};

/** All operators, by name. */
export const operators: ReadonlyMap<string, LiftedFunction> = new Map(
  Object.entries(operatorRows).map(([name, row]) => [name, lift(name, row)]),
);

/** Lifts a function on values to one on nodes. Binary functions, the most frequent, use a path without lists. */
function lift(name: string, [documentation, fn]: Row): LiftedFunction {
  const operator: Operator = { name, documentation };
  let known: readonly string[] | undefined;
  // Most operators are never called: parameter names are read at first use to keep the start fast.
  const parameterNames = () => known ??= readSignature(fn).parameters.map(({ name }) => name);
  // The tables are typed per row; here a row is any function on values.
  const compute = fn as (...args: unknown[]) => unknown;
  const places = [0, 1, 2].map((index) => ({ callee: name, index }));
  const many: LiftedFunction = (...args) => {
    const names = parameterNames();
    const inputs = args.map((arg, i) => asNode(arg, undefined, places[i]));
    const inputNames = args.length === names.length
      ? names
      : args.map((_, i) => names[i] ?? `args_${i}`);
    const origin = { operator, inputs, inputNames };
    return step(origin, () => compute(...inputs.map((input) => input.data)));
  };
  return (...args) => {
    const names = parameterNames();
    if (names.length !== 2 || args.length !== 2 || watched() !== undefined) return many(...args);
    const x = asNode(args[0], undefined, places[0]);
    const y = asNode(args[1], undefined, places[1]);
    let value: unknown;
    try {
      value = compute(x.peek(), y.peek());
    } catch (error) {
      throw failedCall({ operator, inputs: [x, y], inputNames: names }, error);
    }
    return resultNode(value, { operator, inputs: [x, y], inputNames: names });
  };
}
