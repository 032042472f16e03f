/**
 * The text of a minimal replacement for nodes, so that an exported agent runs without Opto.
 *
 * @module
 */
import { freeVariables } from "../code/free_variables.ts";
import { copyHelpers } from "../trace/copy_value.ts";
import { equalHelpers } from "../trace/equal_values.ts";
import { readFunction } from "../trace/function/function_text.ts";
import { helpers as arithmeticHelpers } from "../trace/operators/arithmetic.ts";
import { helpers as collectionHelpers } from "../trace/operators/collection.ts";
import { operatorRows } from "../trace/operators/operators.ts";
import { helpers as stringHelpers, inText } from "../trace/operators/string.ts";
import { askText } from "./ask_text.ts";

const helpers: ReadonlyMap<string, CallableFunction> = new Map(Object.entries({
  ...arithmeticHelpers,
  ...collectionHelpers,
  ...stringHelpers,
  ...copyHelpers,
  ...equalHelpers,
}));

/** Names of the library that an exported agent may use. */
export const standIns: ReadonlyMap<string, string> = new Map([
  ["node", "const node = (value) => value instanceof Value ? value : new Value(unwrap(value));"],
  ["narrow", "const narrow = (value) => value;"],
  ["bundle", "const bundle = (fn) => lift(fn);"],
  ["stopTracing", "const stopTracing = (fn) => fn();"],
  [
    "text",
    "const text = (strings, ...values) => new Value(String.raw({ raw: strings }, ...values.map((value) => inText(unwrap(value)))));",
  ],
  [
    "ops",
    "const ops = Object.fromEntries(Object.entries(nodeOperators).map(([name, fn]) => [name, lift(fn)]));",
  ],
  ["unwrap", ""],
  ["ask", askText],
]);

/** All names that the replacement may declare. */
export const runtimeNames: readonly string[] = [
  "Value",
  "unwrap",
  "lift",
  "later",
  "nodeOperators",
  "agentModel",
  ...standIns.keys(),
  ...helpers.keys(),
];

/** The operators that code calls, as methods or through `ops`. */
export function operatorsIn(code: string): string[] {
  if (/\bops\s*\[/.test(code)) return Object.keys(operatorRows); // a name computed at run time
  const names = new Set([...code.matchAll(/\.\s*(\w+)\s*\(/g)].map(([, name = ""]) => name));
  return [...names].filter((name) => Object.hasOwn(operatorRows, name));
}

/** The replacement with the used operators and library names. */
export async function runtimeText(
  operators: readonly string[],
  names: readonly string[],
): Promise<string> {
  const rows = operators.map((name) => `  ${name}: ${operatorRows[name]?.[1]},`);
  const needed = await helperNames([
    ...operators.flatMap((name) => operatorRows[name]?.[1] ?? []),
    ...names.includes("text") ? [(value: unknown) => inText(value)] : [],
  ]);
  const methods = operators.map((name) =>
    `  ${name}(...args) {\n    return lift(nodeOperators.${name})(this, ...args);\n  }`
  );
  return [
    "/** A value with the operators of a node, without recording. */",
    `class Value {\n  constructor(data) {\n    this.data = data;\n  }\n${methods.join("\n")}${
      methods.length ? "\n" : ""
    }${iteration}}`,
    unwrapText,
    `const nodeOperators = {\n${rows.join("\n")}\n};`,
    ...needed.map((name) => `${helpers.get(name)}`),
    ...names.map((name) => standIns.get(name) ?? "").filter((line) => line !== ""),
  ].join("\n");
}

const iteration = `  *[Symbol.iterator]() {
    for (const item of this.data) yield new Value(item);
  }
  unpack() {
    return [...this];
  }
`;

const unwrapText = `function unwrap(value) {
  if (value instanceof Value) return value.data;
  if (Array.isArray(value)) return value.map(unwrap);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [unwrap(key), unwrap(item)]));
  if (value instanceof Set) return new Set([...value].map(unwrap));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
}
function lift(fn) {
  return (...args) => {
    const result = fn(...args.map(unwrap));
    return result instanceof Promise ? result.then((value) => new Value(unwrap(value))) : new Value(unwrap(result));
  };
}
function later(fn) {
  return async (...args) => new Value(unwrap(await fn(...args.map(unwrap))));
}`;

/** The helpers that functions need, and the helpers of those. */
async function helperNames(functions: readonly CallableFunction[]): Promise<readonly string[]> {
  const found = new Set<string>();
  const pending = [...functions];
  for (const fn of pending) {
    const program = readFunction(fn)?.program;
    const free = program ? await freeVariables(program) : [];
    for (const { name } of free) {
      const helper = helpers.get(name);
      if (helper === undefined || found.has(name)) continue;
      found.add(name);
      pending.push(helper);
    }
  }
  return [...found];
}
