/**
 * OPRO: proposes from earlier trials, without the trace (arXiv 2309.03409).
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import type { NamedParameters } from "../trace/data/node_names.ts";
import { modelProposer, type ModelProposerOptions } from "./model_proposer.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";
import type { Proposer } from "../problem/proposer.ts";

/**
 * A proposer that shows the model earlier trials (20 unless `memorySize` is set) with their scores, and no trace.
 *
 * @example
 * ```ts
 * import { oproProposer } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(oproProposer().needsTrace, false);
 * ```
 */
export function oproProposer(options: ModelProposerOptions = {}): Proposer {
  return modelProposer("opro", { memorySize: 20, ...options }, { sees: "values" });
}

/**
 * Improves parameters by asking a model that receives earlier trials, but not the program.
 *
 * @example
 * ```ts
 * import { parameter, scriptedModel } from "@opto/opto";
 * import { Opro } from "@opto/opto/optimizer";
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
   * An optimizer that calls a model.
   *
   * @param parameters the trainable values, at least one
   * @param options the model and the settings of the proposer
   */
  constructor(
    parameters: NamedParameters,
    options: ModelProposerOptions & OptimizerOptions & { readonly model: LanguageModel },
  ) {
    super(parameters, oproProposer(options), options);
  }
}
