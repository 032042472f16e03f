/**
 * An evaluator that is a pure function: candidates are two numbers, an example is a point, nearer is better.
 *
 * @module
 */
import type {
  EvaluationRequest,
  Evaluator,
  Report,
  TaskFacts,
  Validation,
} from "../../src/trainer/evaluator.ts";
import { randomFrom } from "../../src/seeds.ts";
import type { Candidate } from "../../src/trainer/candidate.ts";

export interface FakeEvaluatorOptions {
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  /** Called before each evaluation. */
  readonly onEvaluate?: (request: EvaluationRequest) => void | Promise<void>;
  /** Called at the end. */
  readonly onDispose?: () => void;
}

/** The two numbers to be found. */
export const goal = { x: 3, y: -2 };

export function fakeEvaluator(options: FakeEvaluatorOptions = {}): Evaluator {
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
      const noise = randomFrom(request.seed)() * 0.01;
      const score = -Math.abs(x - goal.x) - Math.abs(y - goal.y) + noise;
      return {
        score,
        feedback: x < goal.x ? "x should be larger" : "x is large enough",
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
