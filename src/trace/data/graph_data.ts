/**
 * The trace graph as plain, versioned data, for reports, files and other machines. Types only.
 *
 * @module
 */
import type { ConsoleLine, StatementEvent } from "../../../sandbox/protocol.ts";
import type { Failure } from "../failure.ts";

/** A value in the graph: exact, in the encoding of `sandbox/value/format.ts`, or a bounded preview. */
export type ValueData =
  | { readonly kind: "exact"; readonly type: string; readonly json: unknown }
  | { readonly kind: "preview"; readonly type: string; readonly text: string };

/** The operator that made a node. */
export interface OperatorData {
  /** As shown in code lines: `add`. */
  readonly name: string;
  /** One line of documentation: `[add] Adds x and y.` without the tag. */
  readonly documentation: string;
}

/** One node; `inputs` point to earlier places in `TraceData.nodes`. */
export interface NodeData {
  /** `message`: made by an operator. `exception`: the operator failed, and the value is the error text. */
  readonly kind: "value" | "parameter" | "message" | "exception";
  /** Unique within one graph: `add0`, `x1`; a parameter's own name is stable from step to step. */
  readonly name: string;
  /** Its value when the data was made. */
  readonly value: ValueData;
  /** The description given by the author. */
  readonly description?: string;
  /** For code parameters: the function's name, and its head as written by the author. */
  readonly code?: { readonly entry: string; readonly signature: string };
  /** For messages and exceptions. */
  readonly operator?: OperatorData;
  /** Argument name and place of each input, in argument order. */
  readonly inputs: readonly { readonly name: string; readonly node: number }[];
  /**
   * Places of nodes that the operator used and that are not inputs: outer nodes it read, parameters in its inner
   * graph.
   */
  readonly uses?: readonly number[];
  /** The failure of the operator; for exceptions. */
  readonly failure?: Failure;
  /** The inner graph of the operator; not connected to the outer one. */
  readonly inner?: TraceData;
  /** Events of statements inside the operator, when statements were traced. */
  readonly statements?: readonly StatementEvent[];
  /** Console lines of the operator's code. */
  readonly console?: readonly ConsoleLine[];
  /** Number of inner calls per callee, including those that are not in `inner`. */
  readonly callCounts?: Readonly<Record<string, number>>;
  /** Whether events inside the operator were omitted. @default false */
  readonly isTruncated?: boolean;
}

/** A graph in topological order: every node follows its inputs. */
export interface TraceData {
  /** Data of another version is refused. */
  readonly version: 1;
  /** The nodes; each follows its inputs. */
  readonly nodes: readonly NodeData[];
}
