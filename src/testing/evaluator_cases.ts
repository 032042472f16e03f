/**
 * The requirements of every evaluator, as cases for any test runner.
 *
 * @module
 */
import assert from "node:assert/strict";
import { candidateOf } from "../trainer/candidate.ts";
import type { EvaluationRequest, Evaluator, Report } from "../trainer/evaluator.ts";
import type { Values } from "../problem/problem.ts";
import type { ConformanceCase } from "./conformance_case.ts";

/** An evaluator under test. */
export interface EvaluatorUnderTest {
  /** Opens a new evaluator of the same task. */
  readonly open: () => Evaluator;
  /** Valid values other than the initial ones. */
  readonly others: readonly Values[];
  /** Values of which exactly one is refused, and the name of its parameter. */
  readonly refused: { readonly values: Values; readonly parameter: string };
}

/**
 * The cases of the evaluator port.
 *
 * @example
 * ```ts
 * import { evaluatorCases, toyEvaluator } from "@opto/opto/testing";
 *
 * const cases = evaluatorCases({
 *   open: () => toyEvaluator(),
 *   others: [{ x: 1 }],
 *   refused: { values: { x: 1000, y: 1 }, parameter: "x" },
 * });
 * for (const { run } of cases) await run(); // or Deno.test(name, run)
 * ```
 */
export function evaluatorCases(
  { open, others, refused }: EvaluatorUnderTest,
): readonly ConformanceCase[] {
  return [
    {
      name: "facts() gives the same facts each time, with parameters and examples",
      run: async () => {
        await using evaluator = open();
        const facts = await evaluator.facts();
        assert.deepEqual(await evaluator.facts(), facts);
        assert(facts.parameters.length > 0 && facts.examples.train > 0);
        const names = facts.parameters.map((parameter) => parameter.name);
        assert.deepEqual(new Set(names).size, names.length);
      },
    },

    {
      name: "evaluate() gives the same report for the same request, at any concurrency",
      run: async () => {
        await using first = open();
        const requests = await requestsOf(first, others);
        const one: unknown[] = [];
        for (const request of requests) one.push(timeless(await first.evaluate(request)));
        const together = await Promise.all(requests.map((request) => first.evaluate(request)));
        assert.deepEqual(together.map(timeless), one);
        await using second = open();
        const reversed = await Promise.all(
          requests.toReversed().map((request) => second.evaluate(request)),
        );
        assert.deepEqual(reversed.map(timeless).toReversed(), one);
      },
    },

    {
      name: "evaluate() gives a feedback graph when it is asked for, and only then",
      run: async () => {
        await using evaluator = open();
        for (const request of await requestsOf(evaluator, others)) {
          const report = await evaluator.evaluate(request);
          assert.deepEqual(report.feedbackGraph !== undefined, request.isTraced);
        }
      },
    },

    {
      name: "evaluate() rejects with the signal's reason when it is aborted",
      run: async () => {
        await using evaluator = open();
        const [request] = await requestsOf(evaluator, others);
        assert(request !== undefined);
        const signal = AbortSignal.abort(new Error("enough"));
        await assert.rejects(() => evaluator.evaluate({ ...request, signal }), /enough/);
      },
    },

    {
      name: "exampleText(), if there is one, gives the same text of each example each time",
      run: async () => {
        await using evaluator = open();
        const { examples } = await evaluator.facts();
        for (const split of ["train", "validation", "test"] as const) {
          for (let index = 0; index < examples[split]; index++) {
            const text = await evaluator.exampleText?.({ split, index });
            if (text === undefined) return;
            assert.equal(typeof text.input, "string");
            assert(text.expected === undefined || typeof text.expected === "string");
            assert.deepEqual(await evaluator.exampleText?.({ split, index }), text);
          }
        }
      },
    },

    {
      name: "validate() puts each changed value into one of its two lists",
      run: async () => {
        await using evaluator = open();
        const { parameters } = await evaluator.facts();
        const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
        const changed = Object.keys(refused.values);
        const candidate = candidateOf({ ...initial, ...refused.values });
        const { rejections, values } = await evaluator.validate(candidate, changed);
        assert.deepEqual(rejections.map(({ parameter }) => parameter), [refused.parameter]);
        assert(rejections[0]?.reason);
        assert.deepEqual(
          Object.keys(values).sort(),
          changed.filter((name) => name !== refused.parameter).sort(),
        );
        for (const other of others) {
          const valid = candidateOf({ ...initial, ...other });
          const validation = await evaluator.validate(valid, Object.keys(other));
          assert.deepEqual(validation, { rejections: [], values: other });
        }
      },
    },
  ];
}

async function requestsOf(
  evaluator: Evaluator,
  others: readonly Values[],
): Promise<readonly EvaluationRequest[]> {
  const { parameters, examples } = await evaluator.facts();
  const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return [{}, ...others].flatMap((other, place) =>
    Array.from({ length: examples.train }, (_, index) => ({
      candidate: candidateOf({ ...initial, ...other }),
      example: { split: "train" as const, index },
      seed: index,
      isTraced: place === 0,
    }))
  );
}

function timeless({ durationMs: _durationMs, ...report }: Report): unknown {
  return report;
}
