/**
 * OPRO: proposes from what was tried before alone, without the trace (arXiv 2309.03409).
 *
 * @module
 */
import type { TraceNode } from "../trace/trace_node.ts";
import { modelProposer, type ModelProposerOptions } from "./model_proposer.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";
import type { Proposer } from "../problem/proposer.ts";

/**
 * A proposer that shows a model 20 earlier tries with their scores, unless told otherwise, and not how they came about.
 *
 * @example
 * ```ts
 * import { opro, scriptedModel } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(opro({ model: scriptedModel([]) }).needsTrace, false);
 * ```
 */
export function opro(options: ModelProposerOptions): Proposer {
  return modelProposer("opro", { memorySize: 20, ...options }, { hasTrace: false });
}

/**
 * Improves parameters by asking a model that is shown what was tried before, and nothing of the program.
 *
 * @example
 * ```ts
 * import { Opro, parameter, scriptedModel } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const x = parameter(1, { name: "x" });
 * const optimizer = new Opro([x], { model: scriptedModel(['{"suggestion": {"x": 2}}']) });
 * optimizer.backward(x.mul(3), { score: 0.3 });
 * await optimizer.step();
 * assertEquals(x.data, 2);
 * ```
 */
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
