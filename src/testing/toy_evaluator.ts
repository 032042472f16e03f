/**
 * The toy problem: an evaluator that is a pure function of two numbers.
 *
 * @module
 */
import type { EvaluationRequest, Evaluator, Report, TaskFacts } from "../trainer/evaluator.ts";
import type { Validation } from "../problem/proposal.ts";
import { randomFrom, seedOf } from "../seeds.ts";
import type { Candidate } from "../trainer/candidate.ts";

/** Sizes of the splits, and hooks. */
export interface ToyEvaluatorOptions {
  /** Train examples. @default 5 */
  readonly train?: number;
  /** Validation examples. @default 3 */
  readonly validation?: number;
  /** Test examples. @default 0 */
  readonly test?: number;
  /** Called before each evaluation. */
  readonly onEvaluate?: (request: EvaluationRequest) => void | Promise<void>;
  /** Called on disposal. */
  readonly onDispose?: () => void;
}

/** The two numbers to find. */
export const toyGoal = { x: 3, y: -2 };

/**
 * An evaluator whose parameters `x` and `y` (initially 0) score by their distance to (3, -2), with a little noise
 * per example. Values beyond 100 are refused.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toyEvaluator } from "@opto/opto/testing";
 *
 * const { parameters } = await toyEvaluator().facts();
 * assertEquals(parameters.map(({ name }) => name), ["x", "y"]);
 * ```
 */
export function toyEvaluator(options: ToyEvaluatorOptions = {}): Evaluator {
  const { train = 5, validation = 3, test = 0, onEvaluate } = options;
  return {
    facts: () =>
      Promise.resolve<TaskFacts>({
        name: "fake",
        objective: "Find the numbers.",
        parameters: [
          { name: "x", kind: "value", type: "number", value: 0 },
          { name: "y", kind: "value", type: "number", value: 0 },
        ],
        examples: { train, validation, test },
      }),
    validate(candidate: Candidate, changed: readonly string[]): Promise<Validation> {
      const refused = changed.filter((name) => Math.abs(Number(candidate.values[name])) > 100);
      return Promise.resolve({
        rejections: refused.map((parameter) => ({
          parameter,
          value: candidate.values[parameter],
          reason: "must be within 100",
        })),
        values: Object.fromEntries(
          changed.filter((name) => !refused.includes(name))
            .map((name) => [name, candidate.values[name]]),
        ),
      });
    },
    async evaluate(request: EvaluationRequest): Promise<Report> {
      await onEvaluate?.(request);
      request.signal?.throwIfAborted();
      const { x, y } = request.candidate.values as { x: number; y: number };
      const { seed, example: { split, index } } = request;
      const noise = randomFrom(seedOf(seed, split, index))() * 0.01;
      const score = -Math.abs(x - toyGoal.x) - Math.abs(y - toyGoal.y) + noise;
      return {
        score,
        feedback: x < toyGoal.x ? "x should be larger" : "x is large enough",
        metrics: { distance: -score },
        output: String(score),
        ...(request.isTraced
          ? { feedbackGraph: { graph: { version: 1, nodes: [] }, outputs: [] } }
          : {}),
        console: [],
        durationMs: 1,
      };
    },
    [Symbol.asyncDispose]() {
      options.onDispose?.();
      return Promise.resolve();
    },
  };
}
