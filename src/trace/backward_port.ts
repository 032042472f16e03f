/**
 * Where the rules of feedback attach to the structure of the trace, which knows nothing of them.
 *
 * @module
 */

/** What may be said of an output: words, a score, or both with metrics. */
export type FeedbackInput =
  | string
  | number
  | {
    readonly score?: number;
    readonly text?: string;
    readonly metrics?: Readonly<Record<string, number>>;
  };

/** Options of one backward. */
export interface BackwardOptions {
  /** Allow another backward from the same node later. @default false */
  readonly retainGraph?: boolean;
  /** The propagator to use; its type belongs to the propagators. @default the minimal subgraph */
  readonly propagator?: unknown;
}

/** Carries feedback from a node of type `N` back to the parameters it was made from. */
export type BackwardRule<N> = (
  node: N,
  feedback: FeedbackInput,
  options: BackwardOptions,
) => void;

let rule: BackwardRule<never> | undefined;

/** Installs the rule that `node.backward` follows. */
export function installBackward<N>(fn: BackwardRule<N>): void {
  rule = fn;
}

/** Follows the installed rule; @throws {TypeError} when there is none. */
export function runBackward(
  node: unknown,
  feedback: FeedbackInput,
  options: BackwardOptions,
): void {
  if (rule === undefined) {
    throw new TypeError(
      "Cannot run backward without a rule: received none, import the library's own entry",
    );
  }
  rule(node as never, feedback, options); // only nodes call this, and rules are written for nodes
}
