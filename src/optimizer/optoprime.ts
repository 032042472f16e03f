/**
 * OptoPrime: proposes from the trace, as in Trace (arXiv 2406.16218, section 4).
 *
 * The model receives the minimal subgraph as an executed program with feedback on its outputs, and answers with new
 * values.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { NamedParameters } from "../trace/data/node_names.ts";
import { modelProposer, type ModelProposerOptions } from "./model_proposer.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";
import type { Proposer } from "../problem/proposer.ts";

/**
 * A proposer that shows the trace to the model.
 *
 * @example
 * ```ts
 * import { optoPrimeProposer } from "@opto/opto/optimizer";
 * import { proposeContext, scriptedModel } from "@opto/opto/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const model = scriptedModel(['{"suggestion": {"x": 4}}']);
 * const answer = await optoPrimeProposer({ memorySize: 3 }).propose({
 *   objective: "Grow.",
 *   parameters: [{ name: "x", kind: "value", type: "number", value: 1 }],
 *   feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
 * }, proposeContext({ model }));
 * assertEquals(answer.kind === "suggestion" && answer.values, { x: 4 });
 * ```
 */
export function optoPrimeProposer(options: ModelProposerOptions = {}): Proposer {
  return modelProposer("optoprime", options, { sees: "trace" });
}

/**
 * Improves parameters by asking a model that receives the trace from parameters to outputs.
 *
 * @example
 * ```ts
 * import { OptoPrime, parameter, scriptedModel } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const x = parameter(-1, { name: "x" });
 * const model = scriptedModel(['{"reasoning": "larger", "suggestion": {"x": 4}}']);
 * const optimizer = new OptoPrime([x], { model });
 *
 * const y = x.mul(2);
 * optimizer.zeroFeedback();
 * optimizer.backward(y, "The output should be larger.");
 * const outcome = await optimizer.step();
 * assertEquals([outcome.kind, x.data], ["updated", 4]);
 * ```
 */
export class OptoPrime extends Optimizer {
  /**
   * An optimizer that calls a model.
   *
   * @param parameters the trainable values, at least one
   * @param options the model and the settings of the proposer
   */
  constructor(
    parameters: NamedParameters,
    options: ModelProposerOptions & OptimizerOptions & { readonly model: LanguageModel },
  ) {
    super(parameters, optoPrimeProposer(options), options);
  }
}
