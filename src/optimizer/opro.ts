/**
 * OPRO: proposes from what was tried before alone, without the trace (arXiv 2309.03409).
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import { modelProposer, type ModelProposerOptions } from "./model_proposer.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";
import type { Proposer } from "./proposer.ts";

/** A proposer that shows a model 20 earlier tries with their scores, unless told otherwise, and not how they came about. */
export function opro(options: ModelProposerOptions): Proposer {
  return modelProposer("opro", { memorySize: 20, ...options }, { hasTrace: false });
}

/** Improves parameters by asking a model that is shown what was tried before, and nothing of the program. */
export class Opro extends Optimizer {
  /**
   * An optimizer that asks a model.
   *
   * @param parameters what may change, at least one
   * @param options the model, and how it is asked
   */
  constructor(
    parameters: readonly TraceNode[],
    options: ModelProposerOptions & OptimizerOptions,
  ) {
    super(parameters, opro(options), options);
  }
}
