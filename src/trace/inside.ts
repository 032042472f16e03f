/**
 * What happened inside the one step that made a node: an inner graph, statements, console lines, unseen inputs.
 *
 * @module
 */
import type { ConsoleLine, StatementEvent } from "../../sandbox/protocol.ts";
import type { TraceNode } from "./trace_node.ts";

/** The inside of an operator; every part is optional, and nothing here is connected to the outer graph. */
export interface Inside {
  /** The last nodes of the inner graph; walking their inputs reaches all of it. */
  readonly outputs?: readonly TraceNode[];
  /** Outer nodes that were read without being arguments, when that was allowed. */
  readonly externals?: readonly TraceNode[];
  /** What the statements of candidate code did, when that was asked for. */
  readonly statements?: readonly StatementEvent[];
  /** What candidate code wrote to its console. */
  readonly console?: readonly ConsoleLine[];
  /** How many inner calls were made per callee, those that are not in `outputs` included. */
  readonly callCounts?: Readonly<Record<string, number>>;
  /** True when the sandbox left something out. @default false */
  readonly isTruncated?: boolean;
}
