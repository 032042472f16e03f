/**
 * Binds the arguments of a call to the parameters of a function, as named input nodes.
 *
 * @module
 */
import type { SignatureParameter } from "../function/signature.ts";
import { TraceNode } from "../trace_node.ts";
import { type ArgumentPlace, asNode } from "../wrap.ts";

/** Arguments as named input nodes. */
export interface BoundArguments {
  readonly inputs: readonly TraceNode[];
  readonly inputNames: readonly string[];
  /** The arguments to pass to the function, each input read by `read`. */
  values(read: (input: TraceNode) => unknown): unknown[];
}

/** Binds the arguments of one call; `self` is the value of `this`. */
export type Binder = (self: unknown, args: readonly unknown[]) => BoundArguments;

/**
 * Makes the binder of a function. A raw argument becomes a node named after its parameter; rest arguments are
 * `args_0`, `args_1`, …; an options record for a destructured parameter gives one input per key; an omitted
 * parameter with a literal default has that default as input; `this` is an input of methods that use it.
 *
 * @param callee the function's name, for messages
 * @param parameters the function's parameters
 * @param usesThis whether the function uses `this` @default false
 */
export function binderOf(
  callee: string,
  parameters: readonly SignatureParameter[],
  usesThis: boolean = false,
): Binder {
  const isSimple = !usesThis &&
    parameters.every(({ kind, fallback }) => kind === "plain" && fallback === undefined);
  const names = parameters.map(({ name }) => name);
  const places = names.map((_, index) => ({ callee, index }));
  return (self, args) => {
    // Fast path: nearly every call passes one value per plain parameter.
    return isSimple && args.length === names.length
      ? new SimpleArguments(names, args, places)
      : bindAny({ callee, parameters, usesThis }, self, args);
  };
}

/** One argument for each plain parameter. */
class SimpleArguments implements BoundArguments {
  readonly inputs: readonly TraceNode[];
  readonly inputNames: readonly string[];

  constructor(
    inputNames: readonly string[],
    args: readonly unknown[],
    places: readonly ArgumentPlace[],
  ) {
    this.inputs = args.map((arg, i) => asNode(arg, inputNames[i], places[i]));
    this.inputNames = inputNames;
  }

  values(read: (input: TraceNode) => unknown): unknown[] {
    return this.inputs.map(read);
  }
}

/** One argument: its first input, and the keys of its properties when each is an input. */
interface Slot {
  readonly first: number;
  readonly keys: readonly string[] | undefined;
}

/** The head of a function. */
interface Head {
  readonly callee: string;
  readonly parameters: readonly SignatureParameter[];
  readonly usesThis: boolean;
}

function bindAny(
  { callee, parameters, usesThis }: Head,
  self: unknown,
  args: readonly unknown[],
): BoundArguments {
  const inputs: TraceNode[] = [];
  const inputNames: string[] = [];
  const slots: Slot[] = [];
  const add = (node: TraceNode, name: string) => {
    inputs.push(node);
    inputNames.push(name);
  };
  const count = Math.max(args.length, filledLength(parameters));
  for (let i = 0; i < count; i++) {
    const parameter = parameters[i];
    const arg = args[i];
    const place = { callee, index: i };
    const isTakenApart = parameter?.kind === "pattern" && isRecord(arg);
    slots.push({ first: inputs.length, keys: isTakenApart ? Object.keys(arg) : undefined });
    if (isTakenApart) {
      for (const [key, item] of Object.entries(arg)) add(asNode(item, key, place), key);
    } else {
      const name = nameOf(parameters, i);
      const isLeftOut = arg === undefined && parameter?.fallback !== undefined;
      add(asNode(isLeftOut ? parameter.fallback.value : arg, name, place), name);
    }
  }
  if (usesThis && typeof self === "object" && self !== null) add(nodeOfSelf(self), "this");
  return {
    inputs,
    inputNames,
    values: (read) => slots.map(({ first, keys }) => readSlot(inputs, first, keys, read)),
  };
}

function readSlot(
  inputs: readonly TraceNode[],
  first: number,
  keys: readonly string[] | undefined,
  read: (input: TraceNode) => unknown,
): unknown {
  const at = (index: number): unknown => read(inputs[index]!); // a slot has its inputs
  return keys === undefined
    ? at(first)
    : Object.fromEntries(keys.map((key, i) => [key, at(first + i)]));
}

function nameOf(parameters: readonly SignatureParameter[], index: number): string {
  const own = parameters[index];
  if (own !== undefined && own.kind !== "rest") return own.name;
  const rest = parameters.findIndex((parameter) => parameter.kind === "rest");
  return rest < 0
    ? `args_${index - parameters.length}`
    : `${parameters[rest]?.name}_${index - rest}`;
}

/** Minimum number of arguments of a call: up to the last parameter with a literal default. */
function filledLength(parameters: readonly SignatureParameter[]): number {
  return parameters.findLastIndex((parameter) => parameter.fallback !== undefined) + 1;
}

/** Whether a value is a plain record, whose properties may be separate inputs: not a node, not a class instance. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const selves = new WeakMap<object, TraceNode>();
const selfNodes = new WeakSet<TraceNode>();

/** Whether a node stands for an instance. Callers cannot pass such a node, so it is never a missing input. */
export function isSelfNode(node: TraceNode): boolean {
  return selfNodes.has(node);
}

/** The node of an instance whose method was called; one node per instance. */
function nodeOfSelf(self: object): TraceNode {
  const known = selves.get(self);
  if (known !== undefined) return known;
  const made = new TraceNode("value", self);
  selves.set(self, made);
  selfNodes.add(made);
  return made;
}
