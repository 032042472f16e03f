/**
 * TextGrad: gradients in words, from the outputs back to the parameters (arXiv 2406.07496).
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { Proposer } from "../problem/proposer.ts";
import type { NamedParameters } from "../trace/data/node_names.ts";
import { maskedSections } from "./mask.ts";
import { modelOf, modelProposer, type ModelProposerOptions } from "./model_proposer.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";
import {
  firstGradientRequest,
  type GradientOptions,
  type Gradients,
  gradientsOf,
} from "./textgrad/gradients.ts";

/** Settings of `textGradProposer`. */
export interface TextGradOptions extends ModelProposerOptions {
  /** Maximum model calls for gradients in one step; a longer trace gets gradients for some of its steps. @default 16 */
  readonly maxGradients?: number;
}

/** The gradients of the last answer, for its repairs. */
export interface TextGradMemory {
  /** By the name of the parameter. */
  readonly gradients: Gradients;
}

/**
 * A proposer that goes back through the trace with a model call for each node: what was said of all that uses a value is
 * told in one call, which answers how the value should change. The calls grow with nodes, not with edges as in TextGrad,
 * and calls that do not wait for each other run at the same time. A last call turns the gradients of the parameters into new
 * values; it is read, checked and repaired like any other answer.
 *
 * @throws {UsageError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { textGradProposer } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, needsTrace } = textGradProposer({ maxGradients: 8 });
 * assertEquals([name, needsTrace], ["textgrad", true]);
 * ```
 */
export function textGradProposer(options: TextGradOptions = {}): Proposer<TextGradMemory> {
  const { maxGradients = 16, maxPromptTokens = 16_000, mask = [], temperature, maxTokens } =
    options;
  if (!Number.isSafeInteger(maxGradients) || maxGradients < 1) {
    throw new UsageError(
      `Cannot use "${maxGradients}" as maxGradients: received no whole number from 1 upward`,
      { advice: "Give maxGradients a whole number, 1 or more." },
    );
  }
  const update = modelProposer<TextGradMemory>("textgrad", options, { sees: "gradients" });
  const settings: GradientOptions = {
    maxGradients,
    maxPromptTokens,
    omit: maskedSections(mask),
    sampling: {
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
    },
  };
  return {
    ...update,
    needsTrace: true,
    initialMemory: { gradients: {} },
    request: (problem, context) =>
      firstGradientRequest(problem, settings) ?? update.request!(problem, context), // it has one
    async propose(problem, context) {
      const { repair, memory, signal } = context;
      const gradients = repair === undefined
        ? await gradientsOf(problem, settings, { model: modelOf("textgrad", context), signal })
        : memory.gradients;
      const messages = { ...problem.messages, ...gradients };
      const answer = await update.propose({ ...problem, messages }, context);
      return repair === undefined ? { ...answer, memory: { gradients } } : answer;
    },
  };
}

/**
 * Improves parameters by gradients in words.
 *
 * @example
 * ```ts
 * import { parameter, scriptedModel } from "@opto/opto";
 * import { TextGrad } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const x = parameter(1, { name: "x" });
 * const model = scriptedModel(["It should be larger.", '{"suggestion": {"x": 2}}']);
 * const optimizer = new TextGrad([x], { model });
 * optimizer.backward(x.mul(3), "The output should be larger.");
 * await optimizer.step();
 * assertEquals([x.data, model.requests.length], [2, 2]);
 * ```
 */
export class TextGrad extends Optimizer<TextGradMemory> {
  /**
   * An optimizer that calls a model.
   *
   * @param parameters the trainable values, at least one
   * @param options the model and the settings of the proposer
   */
  constructor(
    parameters: NamedParameters,
    options: TextGradOptions & OptimizerOptions & { readonly model: LanguageModel },
  ) {
    super(parameters, textGradProposer(options), options);
  }
}
