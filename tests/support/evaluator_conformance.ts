/**
 * What every evaluator must do: the obligations of the port, as tests.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { EvaluationRequest, Evaluator, Report } from "../../src/trainer/evaluator.ts";
import type { Values } from "../../src/problem/problem.ts";

export interface ConformanceOptions {
  readonly name: string;
  /** Opens a new evaluator of the same task. */
  readonly open: () => Evaluator;
  /** Other values than the initial ones, that are valid. */
  readonly others: readonly Values[];
  /** Values of which one is refused, and the name of its parameter. */
  readonly refused: { readonly values: Values; readonly parameter: string };
}

/** Registers the tests. */
export function testEvaluator({ name, open, others, refused }: ConformanceOptions): void {
  Deno.test(`${name}: facts() gives the same facts each time, with parameters and examples`, async () => {
    await using evaluator = open();
    const facts = await evaluator.facts();
    assertEquals(await evaluator.facts(), facts);
    assert(facts.parameters.length > 0 && facts.examples.train > 0);
    const names = facts.parameters.map((parameter) => parameter.name);
    assertEquals(new Set(names).size, names.length);
  });

  Deno.test(`${name}: evaluate() gives the same report for the same request, at any concurrency`, async () => {
    await using first = open();
    const requests = await requestsOf(first, others);
    const one: unknown[] = [];
    for (const request of requests) one.push(timeless(await first.evaluate(request)));
    const together = await Promise.all(requests.map((request) => first.evaluate(request)));
    assertEquals(together.map(timeless), one);
    await using second = open();
    const reversed = await Promise.all(
      requests.toReversed().map((request) => second.evaluate(request)),
    );
    assertEquals(reversed.map(timeless).toReversed(), one);
  });

  Deno.test(`${name}: evaluate() gives a feedback graph when it is asked for, and only then`, async () => {
    await using evaluator = open();
    for (const request of await requestsOf(evaluator, others)) {
      const report = await evaluator.evaluate(request);
      assertEquals(report.feedbackGraph !== undefined, request.isTraced);
    }
  });

  Deno.test(`${name}: evaluate() rejects with the signal's reason when it is aborted`, async () => {
    await using evaluator = open();
    const [request] = await requestsOf(evaluator, others);
    assert(request !== undefined);
    const signal = AbortSignal.abort(new Error("enough"));
    await assertRejects(() => evaluator.evaluate({ ...request, signal }), Error, "enough");
  });

  Deno.test(`${name}: validate() puts each changed value into one of its two lists`, async () => {
    await using evaluator = open();
    const { parameters } = await evaluator.facts();
    const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    const changed = Object.keys(refused.values);
    const candidate = candidateOf({ ...initial, ...refused.values });
    const { rejections, values } = await evaluator.validate(candidate, changed);
    assertEquals(rejections.map(({ parameter }) => parameter), [refused.parameter]);
    assert(rejections[0]?.reason);
    assertEquals(
      Object.keys(values).sort(),
      changed.filter((name) => name !== refused.parameter).sort(),
    );
    for (const other of others) {
      const valid = candidateOf({ ...initial, ...other });
      const validation = await evaluator.validate(valid, Object.keys(other));
      assertEquals(validation, { rejections: [], values: other });
    }
  });
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
