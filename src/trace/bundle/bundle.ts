/**
 * Makes a function one operator of the trace.
 *
 * @module
 */
import { ambient, Frame, noteRead, watched, withWatched } from "../ambient.ts";
import { awaitFirst } from "../await_first.ts";
import { type Binder, binderOf, isSelfNode } from "./bound_arguments.ts";
import { copyValue } from "../copy_value.ts";
import { ExecutionError, TraceMissingInputsError } from "../failure/execution_error.ts";
import { holdsNode } from "../holds_node.ts";
import { hostFailure } from "../failure/host_failure.ts";
import { InputGuard } from "../input_guard.ts";
import type { LiftedArguments, Traced } from "../node_type.ts";
import type { Operator } from "../operator.ts";
import { readSignature, type SignatureParameter } from "../function/signature.ts";
import { failedStep } from "../step.ts";
import { type Inside, isTraceNode, type Origin, TraceNode } from "../trace_node.ts";
import { asNode, membersOfGathered } from "../wrap.ts";

/** Options of a bundle. */
export interface BundleOptions {
  /** The name of the step. @default the function's name */
  readonly name?: string;
  /** One line of documentation. @default the `/** … *\/` comment at the start of its body, or none */
  readonly description?: string;
  /** Names of the parameters, for functions whose source does not show them. */
  readonly inputs?: readonly string[];
  /** Values of omitted parameters, shown as inputs. Literal defaults need no entry. @default {} */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Runs the function on copies of its argument nodes and keeps the graph it makes. @default false */
  readonly traceable?: boolean;
  /** Passes arguments unchanged, nodes as nodes. @default false */
  readonly passNodes?: boolean;
  /**
   * Gives the function copies of its arguments, which it may change in place. Without it, a changed argument of up to
   * a thousand members is an error. @default false
   */
  readonly copyArguments?: boolean;
  /** Turns a thrown error into an exception node; an abort stays what it is. @default true */
  readonly catchErrors?: boolean;
  /** Allows the function to read nodes that are not arguments; they are recorded, not connected. @default false */
  readonly allowExternalDependencies?: boolean;
}

/** A function that is one operator: takes values or nodes, returns a node or a promise of one. */
export type Bundle<F> = F extends (this: infer This, ...args: infer A) => infer R
  ? ((this: This, ...args: LiftedArguments<A>) => Traced<R>) & {
    readonly operator: Operator;
    readonly fn: F;
  }
  : never;

/**
 * Makes a function one operator: its arguments become inputs, its result a node, a thrown error an exception node.
 * A synchronous function stays synchronous; an asynchronous one returns a promise of a node. A function that changes
 * an argument in place is refused: earlier steps hold the same value.
 *
 * @param fn receives bare values
 * @param options name, documentation, and treatment of the inner graph
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
  const bundled: BundledFunction = {
    fn,
    operator,
    bind: binderOf(name, named(signature.parameters, options), signature.usesThis),
    options,
    refusing: awaitFirst(name),
  };
  function call(this: unknown, ...args: readonly unknown[]): unknown {
    return callStep(bundled, this, args);
  }
  Object.defineProperty(call, "name", { value: name });
  // The type describes the untyped call: takes values or nodes, returns a node or a promise of one.
  return Object.assign(call, { operator, fn }) as unknown as Bundle<F>;
}

/** A bundled function with its operator and binder. */
interface BundledFunction {
  readonly fn: CallableFunction;
  readonly operator: Operator;
  readonly bind: Binder;
  readonly options: BundleOptions;
  /** Makes the promise of an asynchronous result refuse to be used as the result. */
  readonly refusing: ReturnType<typeof awaitFirst>;
}

function callStep(
  bundled: BundledFunction,
  self: unknown,
  args: readonly unknown[],
): TraceNode | Promise<TraceNode> {
  const state = ambient();
  const bound = bundled.bind(self, args);
  const { inputs, inputNames } = bound;
  const origin: Origin = { operator: bundled.operator, inputs, inputNames };
  const { traceable, passNodes, copyArguments } = bundled.options;
  const read = traceable ? copyNode : copyArguments ? copyOf : peek;
  const values = passNodes ? args : bound.values(read);
  const isGuarded = state.isTracing && read === peek && passNodes !== true;
  const guard = isGuarded ? InputGuard.of(origin) : undefined;
  let frame: Frame | undefined;
  let result: unknown;
  try {
    if (state.isTracing) {
      if (state.frame !== undefined) inputs.forEach(noteArgument);
      const given = traceable
        ? inputs.concat(values.filter((value) => value instanceof TraceNode))
        : inputs;
      frame = new Frame(state, given);
      result = withWatched(frame, applied, bundled.fn, self, values);
    } else result = applied(bundled.fn, self, values);
  } catch (error) {
    throw failed(error, origin, bundled);
  }
  // Output and exception node are made outside the frame: they belong to the caller.
  const settle = (value: unknown) => {
    guard?.check();
    return succeeded(value, origin, bundled, frame);
  };
  if (!(result instanceof Promise)) return settle(result);
  return bundled.refusing(result.then(settle, (error) => {
    throw failed(error, origin, bundled);
  }));
}

/** A result with nodes in it, wrapped until it has left the frame that made it. */
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

function copyOf(input: TraceNode): unknown {
  return copyValue(input.peek());
}

/** A copy of an argument for a traceable bundle; it separates the inner graph from the outer one. */
function copyNode(input: TraceNode): TraceNode {
  const details = { name: input.baseName, description: input.description, copyOf: input };
  return new TraceNode("value", copyValue(input.peek()), undefined, details);
}

function succeeded(
  value: unknown,
  origin: Origin,
  bundled: BundledFunction,
  frame: Frame | undefined,
): TraceNode {
  const end = value instanceof Sealed ? value.end : undefined;
  const externals = unseen(frame, origin.inputs);
  if (externals.length > 0 && bundled.options.allowExternalDependencies !== true) {
    throw new TraceMissingInputsError(bundled.operator.name, externals);
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

function failed(error: unknown, origin: Origin, bundled: BundledFunction): unknown {
  const isMisuse = error instanceof TraceMissingInputsError;
  if (isMisuse || isAbort(error) || bundled.options.catchErrors === false) return error;
  const inside = error instanceof ExecutionError ? { outputs: [error.node] } : undefined;
  return failedStep(
    origin,
    error,
    hostFailure(error, bundled.operator.name, bundled.fn.name),
    inside,
  );
}

/** Whether an error ends the work instead of judging it: no feedback could mend it. */
function isAbort(error: unknown): boolean {
  return ambient().signal?.aborted === true ||
    (error instanceof DOMException && error.name === "AbortError");
}

const none: readonly TraceNode[] = [];

/** The nodes that the bundle read and that are neither arguments nor members of arguments. */
function unseen(frame: Frame | undefined, inputs: readonly TraceNode[]): readonly TraceNode[] {
  if (frame?.externals === undefined) return none;
  const given = new Set(inputs.flatMap(membersOfGathered));
  // Reads record nodes only.
  return (frame.externals as TraceNode[]).filter((node) => !given.has(node));
}

/** The parameters, with names and defaults from the options. */
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
