/**
 * One node of the trace: a value, and the operator and inputs it was made from.
 *
 * @module
 */
import type { ConsoleLine, StatementEvent } from "../../sandbox/protocol.ts";
import { noteRead, shared, watched } from "./ambient.ts";
import { copyValue } from "./copy_value.ts";
import type { Failure } from "./failure.ts";
import type { FeedbackInput } from "./feedback.ts";
import { hostServices } from "./host_services.ts";
import type { Operator } from "./operator.ts";
import type { BackwardOptions } from "./propagator.ts";
import { valueKind } from "./value.ts";

/** The brand of nodes, shared by all loaded copies of the library. */
export const nodeBrand: unique symbol = Symbol.for("opto.node") as never; // a registered symbol has no literal type

/** The role of a node in the graph. */
export type NodeKind = "value" | "parameter" | "message" | "exception";

/** The inside of an operator's call; every member is optional, none is connected to the outer graph. */
export interface Inside {
  /** The last nodes of the inner graph; all others are reached through their inputs. */
  readonly outputs?: readonly TraceNode[];
  /** Outer nodes that were read but are not arguments, if allowed. */
  readonly externals?: readonly TraceNode[];
  /** Effects of the statements of candidate code, if traced. */
  readonly statements?: readonly StatementEvent[];
  /** Console lines of candidate code. */
  readonly console?: readonly ConsoleLine[];
  /** Number of inner calls per callee, including those that are not in `outputs`. */
  readonly callCounts?: Readonly<Record<string, number>>;
  /** True when the sandbox omitted something. @default false */
  readonly isTruncated?: boolean;
}

/** Properties that few nodes have, stored separately to keep other nodes small. */
export interface NodeDetails {
  /** The name given by the user, or that of its argument. */
  readonly name?: string | undefined;
  /** The user's description. */
  readonly description?: string | undefined;
  /** The node this one was copied from. */
  readonly copyOf?: TraceNode | undefined;
  /** The inside of its operator's call. */
  readonly inside?: Inside | undefined;
  /** The failure of its operator. */
  readonly failure?: Failure | undefined;
}

/** The operator and inputs of a message or an exception. */
export interface Origin {
  /** The operator that made it. */
  readonly operator: Operator;
  /** One node per argument, duplicates included. */
  readonly inputs: readonly TraceNode[];
  /** The arguments' names, in the order of `inputs`. */
  readonly inputNames: readonly string[];
}

const none: readonly never[] = Object.freeze([]);

/**
 * A node refers to its inputs and not to its outputs, so a graph lives as long as its last node is referenced.
 *
 * ```
 *   x ◀── add ◀── y        y.inputs = [x, one]; nothing points from x to y
 *   one ◀─┘
 * ```
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { node, type TraceNode } from "@opto/opto/trace";
 *
 * const y: TraceNode<number> = node(2, { name: "x" }).add(1);
 * assertEquals(y.inputs.map(({ data }) => data), [2, 1]);
 * assertEquals(y.operator?.name, "add");
 * ```
 */
export class TraceNode<out T = unknown> {
  /** Its role in the graph. */
  readonly kind: NodeKind;
  /** Order of creation: inputs have smaller numbers, so descending order is a reverse topological order. */
  readonly id: number;
  /** The operator that made it; undefined for values and parameters. */
  readonly operator: Operator | undefined;
  /** One node per argument of the operator, duplicates included. */
  readonly inputs: readonly TraceNode[];
  /** The arguments' names, in the order of `inputs`. */
  readonly inputNames: readonly string[];
  /** Number of the bundle call that made it; 0 outside any. */
  readonly frameId: number;
  #value: T;
  #details: NodeDetails | undefined;

  /** Use `node`, `parameter` or an operator instead. */
  constructor(kind: NodeKind, value: T, origin?: Origin, details?: NodeDetails) {
    this.kind = kind;
    this.id = ++shared.nodes;
    this.operator = origin?.operator;
    this.#value = value;
    const state = watched();
    const isRecorded = origin !== undefined && state?.isTracing !== false;
    this.inputs = isRecorded ? origin.inputs : none;
    this.inputNames = isRecorded ? origin.inputNames : none;
    this.frameId = state?.frame?.id ?? 0;
    this.#details = details;
    if (state !== undefined && state.scope !== "") {
      this.#details = { ...details, name: state.scope + this.baseName };
    }
  }

  /** Always true; brands nodes across copies of the library. */
  get [nodeBrand](): true {
    return true;
  }

  /** The value. A bundle that reads a node it did not receive fails with `TraceMissingInputsError`. */
  get data(): T {
    if (watched() !== undefined) noteRead(this);
    return this.#value;
  }

  /** The value, read without recording the read. */
  peek(): T {
    return this.#value;
  }

  /** The name without a number: from the user, the argument, the operator, or the kind of the value. */
  get baseName(): string {
    const given = this.#details?.name;
    if (given !== undefined) return given;
    if (this.operator === undefined) return valueKind(this.#value);
    return this.kind === "exception" ? `exception_${this.operator.name}` : this.operator.name;
  }

  /** The description given by the user. */
  get description(): string | undefined {
    return this.#details?.description;
  }

  /** The node this one was copied from. */
  get copyOf(): TraceNode | undefined {
    return this.#details?.copyOf;
  }

  /** The inside of the operator's call, if recorded. */
  get inner(): Inside | undefined {
    return this.#details?.inside;
  }

  /** The failure of the operator; for exceptions. */
  get failure(): Failure | undefined {
    return this.#details?.failure;
  }

  /** A new node with a copy of the value and no inputs. */
  detach(): this {
    const copy = copyValue(this.#value);
    // A copy has the operators of its value, as this node does.
    return new TraceNode<T>("value", copy, undefined, this.copyDetails()) as this;
  }

  /**
   * Carries feedback back to the parameters that this node depends on.
   *
   * @param feedback words, a score, or what a guide returned
   * @throws {TypeError} on a second backward from this node without `retainGraph`
   */
  backward(feedback: FeedbackInput = "", options: BackwardOptions = {}): void {
    const rule = hostServices().backward;
    if (rule === undefined) {
      throw new TypeError(
        "Cannot run backward without a rule: received none, import the library's own entry",
      );
    }
    rule(this, feedback, options);
  }

  /** The value, for JSON logs. */
  toJSON(): T {
    return this.data;
  }

  /** Throws: the result of a coercion would not be traced. */
  [Symbol.toPrimitive](hint: string): never {
    const need = hint === "default" ? "string or number" : hint;
    throw new TypeError(
      `Cannot use node "${this.baseName}" as a ${need}: received a node; use its methods or \`ops\` to compute, ` +
        "`text` for templates, and `.data` for the bare value (also in conditions, which no object can refuse)",
    );
  }

  /** One short line, for consoles. */
  [Symbol.for("Deno.customInspect")](
    inspect: (value: unknown, options: unknown) => string,
    options: unknown,
  ): string {
    return `${this.kind} ${this.baseName} = ${inspect(this.#value, options)}`;
  }

  /** Details of a copy of this node. */
  protected copyDetails(): NodeDetails {
    return { name: `${this.baseName}_copy`, description: this.description, copyOf: this };
  }

  /** Replaces the value; only for parameters. */
  protected assign(value: T): void {
    this.#value = value;
  }
}

/** Whether `value` is a node, of any copy of the library. */
export function isTraceNode(value: unknown): value is TraceNode {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof TraceNode) return true;
  try {
    // Any object can have a property under the brand's symbol.
    return (value as { [nodeBrand]?: unknown })[nodeBrand] === true;
  } catch {
    return false; // a hostile proxy is no node
  }
}
