/**
 * Feedback: what a judge says of an output, in a number and in words.
 *
 * @module
 */
import type { TraceData } from "../trace/graph_data.ts";

/** Score and text given to an output; every part is optional, an empty one says only "look here". */
export interface Feedback {
  /** Higher is better. */
  readonly score?: number;
  readonly text?: string;
  readonly metrics?: Readonly<Record<string, number>>;
}

/**
 * What backward delivers to an optimizer: the minimal subgraph between the parameters and the judged outputs, as data.
 *
 * `outputs` are exactly the nodes that backward was called on, by place in `graph.nodes`.
 */
export interface FeedbackGraph {
  readonly graph: TraceData;
  readonly outputs: readonly { readonly node: number; readonly feedback: Feedback }[];
}
