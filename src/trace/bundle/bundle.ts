/**
 * Makes a function one step of the trace.
 *
 * @module
 */
import { ambient, Frame, noteRead, watched, withWatched } from "../ambient.ts";
import { type Binder, binderOf, isSelfNode } from "./bound_arguments.ts";
import { copyValue } from "../copy_value.ts";
import { ExecutionError, TraceMissingInputsError } from "../failure/execution_error.ts";
import { holdsNode } from "../holds_node.ts";
import { hostFailure } from "../failure/host_failure.ts";
import type { Lifted, Traced } from "../node_type.ts";
import type { Operator } from "../operator.ts";
import { readSignature, type SignatureParameter } from "../function/signature.ts";
import { failedStep } from "../step.ts";
import { type Inside, isTraceNode, type Origin, TraceNode } from "../trace_node.ts";
import { asNode, membersOfGathered } from "../wrap.ts";

/** Options of a bundle. */
export interface BundleOptions {
  /** The name of the step. @default the function's name */
  readonly name?: string;
  /** One line for a reader of the trace. @default the `/** … *\/` comment its body begins with, or none */
  readonly description?: string;
  /** Names of the parameters, where the function's text does not show them. */
  readonly inputs?: readonly string[];
  /** Values of parameters that were left out, shown as inputs. Literal defaults are found without it. @default {} */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Run the function on copies of its argument nodes and keep the graph it makes. @default false */
  readonly traceable?: boolean;
  /** Hand the arguments over as they came, nodes as nodes. @default false */
  readonly passNodes?: boolean;
  /** Turn a thrown error into an exception node. @default true */
  readonly catchErrors?: boolean;
  /** Let the function read nodes that are no arguments; they are recorded, not connected. @default false */
  readonly allowExternalDependencies?: boolean;
}

/** A function that is one step of the trace: values or nodes in, a node or a promise of one out. */
export type Bundle<F> = F extends (this: infer This, ...args: infer A) => infer R
  ? ((this: This, ...args: Lifted<A>) => Traced<R>) & {
    readonly operator: Operator;
    readonly fn: F;
  }
  : never;

/**
 * Makes a function one operator: its arguments become inputs, its result a node, a thrown error an exception node. A
 * synchronous function stays synchronous, an asynchronous one gives a promise of a node.
 *
 * @param fn sees bare values
 * @param options name, description, and how the inside is treated
 * @throws {TypeError} when `fn` is a generator
 *
 * @example
 * ```ts
 * import { bundle, node } from "@opto/opto";
 * const area = bundle(function area(width: number, height: number) {
 *   return width * height;
 * });
 * const result = area(node(3), 4);
 * console.log(result.data, result.inputNames); // 12 [ "width", "height" ]
 * ```
 */
export function bundle<F extends CallableFunction>(fn: F, options: BundleOptions = {}): Bundle<F> {
  const signature = readSignature(fn);
  const name = options.name ?? (signature.name || "bundle");
  if (/^(?:Async)?GeneratorFunction$/.test(fn.constructor.name)) {
    throw new TypeError(`Cannot bundle "${name}" as one step: received a generator`);
  }
  const operator: Operator = Object.freeze({
    name,
    documentation: options.description ?? signature.documentation,
  });
  const step: Step = {
    fn,
    operator,
    bind: binderOf(named(signature.parameters, options), signature.usesThis),
    options,
  };
  function call(this: unknown, ...args: readonly unknown[]): unknown {
    return callStep(step, this, args);
  }
  Object.defineProperty(call, "name", { value: name });
  // The type describes the untyped call: values or nodes in, a node or a promise of one out.
  return Object.assign(call, { operator, fn }) as unknown as Bundle<F>;
}

/** A bundled function with its operator and binder. */
interface Step {
  readonly fn: CallableFunction;
  readonly operator: Operator;
  readonly bind: Binder;
  readonly options: BundleOptions;
}

function callStep(
  step: Step,
  self: unknown,
  args: readonly unknown[],
): TraceNode | Promise<TraceNode> {
  const state = ambient();
  const bound = step.bind(self, args);
  const { inputs, inputNames } = bound;
  const origin: Origin = { operator: step.operator, inputs, inputNames };
  const { traceable, passNodes } = step.options;
  const values = passNodes ? args : bound.values(traceable ? copyNode : peek);
  let frame: Frame | undefined;
  let result: unknown;
  try {
    if (state.isTracing) {
      if (state.frame !== undefined) inputs.forEach(noteArgument);
      const given = traceable
        ? inputs.concat(values.filter((value) => value instanceof TraceNode))
        : inputs;
      frame = new Frame(state, given);
      result = withWatched(frame, applied, step.fn, self, values);
    } else result = applied(step.fn, self, values);
  } catch (error) {
    throw failed(error, origin, step);
  }
  // Output and exception are made outside of the frame: they belong to the caller.
  if (!(result instanceof Promise)) return succeeded(result, origin, step, frame);
  return result.then((value) => succeeded(value, origin, step, frame), (error) => {
    throw failed(error, origin, step);
  });
}

/** A result that is a node or holds some, while it waits to leave the frame it was made in. */
class Sealed {
  constructor(readonly end: TraceNode) {}
}

function applied(fn: CallableFunction, self: unknown, values: readonly unknown[]): unknown {
  return sealed(Reflect.apply(fn, self, values));
}

function sealed(result: unknown): unknown {
  if (typeof result !== "object" || result === null) return result;
  if (result instanceof Promise) return result.then(sealed);
  if (!isTraceNode(result) && !holdsNode(result)) return result;
  const end = asNode(result);
  if (watched() !== undefined) noteRead(end);
  return new Sealed(end);
}

function noteArgument(input: TraceNode): void {
  if (!isSelfNode(input)) noteRead(input);
}

function peek(input: TraceNode): unknown {
  return input.peek();
}

/** A copy that stands for an argument inside a traceable bundle, so that the inner graph is one of its own. */
function copyNode(input: TraceNode): TraceNode {
  const details = { name: input.baseName, description: input.description, copyOf: input };
  return new TraceNode("value", copyValue(input.peek()), undefined, details);
}

function succeeded(
  value: unknown,
  origin: Origin,
  step: Step,
  frame: Frame | undefined,
): TraceNode {
  const end = value instanceof Sealed ? value.end : undefined;
  const externals = unseen(frame, origin.inputs);
  if (externals.length > 0 && step.options.allowExternalDependencies !== true) {
    throw new TraceMissingInputsError(step.operator.name, externals);
  }
  const isBare = end === undefined || frame === undefined;
  if (isBare && externals.length === 0) {
    return new TraceNode("message", end === undefined ? value : end.peek(), origin);
  }
  const inside: Inside = {
    ...end === undefined ? {} : { outputs: [end] },
    ...externals.length === 0 ? {} : { externals },
  };
  return new TraceNode("message", end === undefined ? value : end.peek(), origin, { inside });
}

function failed(error: unknown, origin: Origin, step: Step): unknown {
  const isMisuse = error instanceof TraceMissingInputsError;
  if (isMisuse || step.options.catchErrors === false) return error;
  const inside = error instanceof ExecutionError ? { outputs: [error.node] } : undefined;
  return failedStep(origin, error, hostFailure(error, step.operator.name), inside);
}

const none: readonly TraceNode[] = [];

/** The nodes that the bundle read and that are neither arguments nor members of one. */
function unseen(frame: Frame | undefined, inputs: readonly TraceNode[]): readonly TraceNode[] {
  if (frame?.externals === undefined) return none;
  const given = new Set(inputs.flatMap(membersOfGathered));
  // Only nodes are ever noted as read.
  return (frame.externals as TraceNode[]).filter((node) => !given.has(node));
}

/** The parameters with the names and defaults that the options add. */
function named(
  parameters: readonly SignatureParameter[],
  { inputs, defaults = {} }: BundleOptions,
): readonly SignatureParameter[] {
  const known = inputs?.map((name): SignatureParameter => ({ name, kind: "plain" })) ?? parameters;
  return known.map((parameter) =>
    Object.hasOwn(defaults, parameter.name)
      ? { ...parameter, fallback: { value: defaults[parameter.name] } }
      : parameter
  );
}
