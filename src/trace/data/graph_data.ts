/**
 * The trace graph as plain, versioned data, for reports, files and other machines. Types only.
 *
 * @module
 */
import type { ConsoleLine, StatementEvent } from "../../../sandbox/protocol.ts";
import type { Failure } from "../failure.ts";

/** A value in the graph: exact, as `sandbox/value/format.ts` describes, or only a bounded preview of it. */
export type ValueData =
  | { readonly kind: "exact"; readonly type: string; readonly json: unknown }
  | { readonly kind: "preview"; readonly type: string; readonly text: string };

/** The operator that made a node. */
export interface OperatorData {
  /** As shown in code lines: `add`. */
  readonly name: string;
  /** One line for a reader of the graph: `[add] Adds x and y.` without the tag. */
  readonly documentation: string;
}

/** One node; `inputs` point to earlier places in `TraceData.nodes`. */
export interface NodeData {
  /** `message`: made by an operator. `exception`: an operator failed, and the value is its text. */
  readonly kind: "value" | "parameter" | "message" | "exception";
  /** Injective within one graph: `add0`, `x1`; a parameter's own name is stable from step to step. */
  readonly name: string;
  /** Its value when the data was made. */
  readonly value: ValueData;
  /** The description its author gave. */
  readonly description?: string;
  /** For parameters whose text is code: the function in it, and its head as its author wrote it. */
  readonly code?: { readonly entry: string; readonly signature: string };
  /** For messages and exceptions. */
  readonly operator?: OperatorData;
  /** Argument name and place of the node it came from, in the order of the arguments. */
  readonly inputs: readonly { readonly name: string; readonly node: number }[];
  /**
   * Places of nodes that the operator used without having been given them: outer nodes it read, parameters
   * inside it.
   */
  readonly uses?: readonly number[];
  /** How the operator failed; for exceptions. */
  readonly failure?: Failure;
  /** The inner graph of an operator that has one; it is not connected to the outer one. */
  readonly inner?: TraceData;
  /** Events of statements inside the operator, when they were traced. */
  readonly statements?: readonly StatementEvent[];
  /** Console lines of the operator's code. */
  readonly console?: readonly ConsoleLine[];
  /** How many inner calls were made per callee, those that are not in `inner` included. */
  readonly callCounts?: Readonly<Record<string, number>>;
  /** Whether events inside the operator were left out. @default false */
  readonly isTruncated?: boolean;
}

/** A graph in topological order: every node stands after its inputs. */
export interface TraceData {
  /** Data of another version is refused. */
  readonly version: 1;
  /** A node stands after its inputs. */
  readonly nodes: readonly NodeData[];
}
