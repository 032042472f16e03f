/**
 * A failed step as an exception that carries its node.
 *
 * @module
 */
import { OptoError } from "../../errors.ts";
import type { Node } from "../node_type.ts";
import type { TraceNode } from "../trace_node.ts";

const executionBrand = Symbol.for("opto.execution-error");
const missingBrand = Symbol.for("opto.missing-inputs-error");

/**
 * An operator, a bundle or candidate code failed; run backward from `node` to send feedback to its parameters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bundle, ExecutionError, parameter } from "@opto/opto";
 *
 * const root = bundle(function root(n: number): number {
 *   if (n < 0) throw new RangeError("negative");
 *   return Math.sqrt(n);
 * });
 * const n = parameter(-4, { name: "n" });
 * try {
 *   root(n);
 * } catch (error) {
 *   if (!(error instanceof ExecutionError)) throw error;
 *   error.node.backward(error.feedback());
 * }
 * assertEquals(n.feedback.length, 1);
 * ```
 */
export class ExecutionError extends OptoError {
  /** Always `execution`. */
  override readonly code = "execution";
  /** Always true; brands these errors across copies of the library. */
  readonly [executionBrand] = true;
  /** The exception node; its inputs are those of the failed step. */
  readonly node: Node<string>;

  /** A failed step. @param node the exception node @param cause the thrown value */
  constructor(node: TraceNode<string>, cause?: unknown) {
    super(`${node.operator?.name ?? "a step"} failed: ${node.peek()}`, {
      cause,
      advice: "Catch it and run backward from its `node`.",
    });
    this.node = node as Node<string>; // every node has the operators of its value
  }

  /** Whether `value` is such an error, of any copy of the library. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasBrand(value, executionBrand);
  }

  /**
   * The failure as feedback.
   *
   * @param style `simple` is `(TypeError) message`; `full` shows the source around the failing line
   */
  feedback(style: "simple" | "full" = "simple"): string {
    return style === "full" ? this.node.failure?.full ?? this.node.peek() : this.node.peek();
  }
}

/**
 * A bundle read nodes that are not its arguments, so its output would hide a dependency.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { bundle, node, TraceMissingInputsError } from "@opto/opto/trace";
 *
 * const factor = node(2, { name: "factor" });
 * const scale = bundle((x: number) => x * factor.data, { name: "scale" });
 * assertThrows(() => scale(3), TraceMissingInputsError, "factor");
 * ```
 */
export class TraceMissingInputsError extends OptoError {
  /** Always `missing-inputs`. */
  override readonly code = "missing-inputs";
  /** Always true; brands these errors across copies of the library. */
  readonly [missingBrand] = true;
  /** The nodes that were read. */
  readonly nodes: readonly TraceNode[];

  /** A bundle with hidden inputs. @param operator the bundle's name @param nodes the nodes it read */
  constructor(operator: string, nodes: readonly TraceNode[]) {
    super(
      `Cannot trace "${operator}" as a step of its arguments: received also ${
        nodes.map((node) => `"${node.baseName}"`).join(", ")
      }`,
      { advice: "Pass these nodes as arguments, or set allowExternalDependencies." },
    );
    this.nodes = nodes;
  }

  /** Whether `value` is such an error, of any copy of the library. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasBrand(value, missingBrand);
  }
}

function hasBrand(value: unknown, brand: symbol): boolean {
  return value instanceof Error && Reflect.get(value, brand) === true;
}
