/**
 * Functions that run in a sandbox: trainable ones, and fixed ones beside them.
 *
 * @module
 */
import { printValue } from "../print_value.ts";
import { codeCallable } from "./code_callable.ts";
import { CodeFunction, type CodeOptions } from "./code_function.ts";
import type { LiftedArguments, Node, ParameterNode, Plain } from "../node_type.ts";
import { classInstanceIn } from "../class_instance.ts";
import { codeUse } from "./code_use.ts";
import { assemble } from "./program.ts";
import { callSiteOutside } from "../failure/stack_frames.ts";
import type { TraceNode } from "../trace_node.ts";
import { peekAll } from "../wrap.ts";

/** Options of a function that runs in a sandbox. */
export interface SandboxedOptions<U = Readonly<Record<never, never>>> {
  /** Its name in the trace. @default the function's name */
  readonly name?: string;
  /** Its purpose, in one line. @default "" */
  readonly description?: string;
  /**
   * Everything that the function may use besides its arguments, injected as its first argument: other trainable and
   * sandboxed functions, bundles and host functions (called by name, always asynchronous), nodes and plain data.
   * @default {}
   */
  readonly uses?: U;
  /** The function in TypeScript, exported by its name. @default read from the source file at the place of the call */
  readonly source?: string;
  /** Time limit of one call, in milliseconds. @default the sandbox's own limit */
  readonly timeoutMs?: number;
  /** npm packages or modules it may import: specifier as written → module specifier. @default {} */
  readonly libraries?: Readonly<Record<string, string>>;
}

/** A function whose code an optimizer may change. */
export interface Trainable<A extends readonly unknown[], R> extends Sandboxed<A, R> {
  /** Its code parameter. */
  readonly parameter: ParameterNode<string>;
}

/** A function that runs in a sandbox; a call returns a promise of a node. */
export interface Sandboxed<A extends readonly unknown[], R> {
  (...args: LiftedArguments<A>): Promise<Node<Plain<Awaited<R>>>>;
  /** The code parameters it reaches, its own first. */
  readonly parameters: readonly ParameterNode<string>[];
  /** Settles when its source has been found. */
  ready(): Promise<void>;
  /** Its type as seen by code that uses it; not present at run time. */
  readonly seen?: (...args: A) => R;
}

/** The types of the `uses` as the function receives them. */
export type Seen<U> = { readonly [K in keyof U]: SeenUse<U[K]> };

/** The type of one use as the function receives it. */
export type SeenUse<T> = T extends Sandboxed<infer A, infer R> ? (...args: A) => R
  : T extends TraceNode<infer V> ? V
  : T extends (...args: infer A) => infer R ? (...args: A) => Promise<Plain<Awaited<R>>>
  : T extends { readonly run: (...args: infer A) => infer R }
    ? (...args: A) => Promise<Plain<Awaited<R>>>
  : Plain<T>;

/** The arguments of any function. */
// deno-lint-ignore no-explicit-any -- a parameter without a type but with a default must not become unknown
export type Arguments = readonly any[];

/**
 * Makes a function whose code an optimizer may rewrite. It runs in the context's sandbox and sees only its
 * arguments and its `uses`. Each call is one step of the trace, with the code among its inputs.
 *
 * Its source may contain helpers. Lines from `// FIXED-BLOCK-START` to `// FIXED-BLOCK-END` must not change. If
 * there are `// EVOLVE-BLOCK-START` and `// EVOLVE-BLOCK-END`, only the lines between them may change.
 *
 * @param fn the initial code; its name and parameters are fixed
 * @param options description, uses and limits
 *
 * @example
 * ```ts
 * import { trainable } from "@opto/opto";
 * const double = trainable(function double(x: number): number {
 *   return x * 2;
 * }, { description: "Doubles x." });
 * console.log(double.parameter.name); // double
 * ```
 */
export function trainable<U, A extends Arguments, R>(
  fn: (uses: Seen<U>, ...args: A) => R,
  options: SandboxedOptions<U> & { readonly uses: U },
): Trainable<A, R>;
/** Overload for functions without `uses`. */
export function trainable<A extends Arguments, R>(
  fn: (...args: A) => R,
  options?: SandboxedOptions,
): Trainable<A, R>;
export function trainable(
  fn: (...args: never[]) => unknown,
  options: SandboxedOptions<unknown> = {},
): Trainable<readonly unknown[], unknown> {
  // The callable form of a trainable function has its parameter.
  return codeCallable(codeFunction("trainable", fn, options)) as Trainable<
    readonly unknown[],
    unknown
  >;
}

/**
 * Makes a fixed function that runs in the sandbox, in a separate realm, and calls the trainable functions it uses
 * directly: for loops that call a candidate very often.
 *
 * @param fn fixed code; its result is untrusted, as is any result of a sandbox
 * @param options name, uses and limits
 *
 * @example
 * ```ts
 * import { sandboxed, trainable } from "@opto/opto";
 * const step = trainable((x: number): number => x + 1, { name: "step" });
 * const walk = sandboxed(function walk({ step }, n: number): number {
 *   let x = 0;
 *   for (let i = 0; i < n; i++) x = step(x);
 *   return x;
 * }, { uses: { step } });
 * console.log(walk.parameters.length); // 1
 * ```
 */
export function sandboxed<U, A extends Arguments, R>(
  fn: (uses: Seen<U>, ...args: A) => R,
  options: SandboxedOptions<U> & { readonly uses: U },
): Sandboxed<A, R>;
/** Overload for functions without `uses`. */
export function sandboxed<A extends Arguments, R>(
  fn: (...args: A) => R,
  options?: SandboxedOptions,
): Sandboxed<A, R>;
export function sandboxed(
  fn: (...args: never[]) => unknown,
  options: SandboxedOptions<unknown> = {},
): Sandboxed<readonly unknown[], unknown> {
  return codeCallable(codeFunction("sandboxed", fn, options));
}

function codeFunction(
  kind: CodeOptions["kind"],
  fn: (...args: never[]) => unknown,
  options: SandboxedOptions<unknown>,
): CodeFunction {
  if (typeof fn !== "function") {
    const what = typeof fn === "string" ? `the text ${printValue(fn, 60)}` : printValue(fn, 60);
    throw new TypeError(
      `Cannot make a ${kind} function: expected a function, received ${what}${
        kind === "trainable" ? "; a value that may change is parameter(…)" : ""
      }`,
    );
  }
  const name = options.name ?? (fn.name || kind);
  refuseInstances(name, options.uses ?? {});
  return new CodeFunction({
    kind,
    fn,
    name,
    description: options.description,
    uses: { ...options.uses as Readonly<Record<string, unknown>> }, // as is~as is
    source: options.source,
    timeoutMs: options.timeoutMs,
    libraries: options.libraries,
    callSite: callSiteOutside(),
    assemble,
  });
}

/** @throws {TypeError} for data in which a class instance would lose its methods */
function refuseInstances(name: string, uses: unknown): void {
  for (const [key, used] of Object.entries(Object(uses))) {
    const use = codeUse(used);
    if (use.kind !== "data") continue;
    const found = classInstanceIn(peekAll(use.value), `uses.${key}`);
    if (found === undefined) continue;
    throw new TypeError(
      `Cannot use ${found.path} in "${name}" as plain data: it is a ${found.className}, and would lose its methods; ` +
        "give its data, or functions that call it as tools",
    );
  }
}
