import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { TaskError } from "../../src/errors.ts";
import { renderReport } from "../../src/run/report.ts";
import { frontLines } from "../../src/run/front_text.ts";
import { frontIn } from "../../src/run/run_front.ts";
import { RunView } from "../../src/run/run_view.ts";
import { defineTask } from "../../src/task/define_task.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
} from "../../src/testing/same_records.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { dominates } from "../../src/trainer/dominance.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";

const metrics = { cost: "lower" } as const;

/** A toy problem in which a better score costs more: x up to 3 raises it, and the sum of both numbers is the cost. */
function costly(): Evaluator {
  const toy = toyEvaluator();
  return {
    ...toy,
    facts: async () => ({ ...await toy.facts(), metrics }),
    async evaluate(request) {
      const { x, y } = request.candidate.values as { x: number; y: number };
      return { ...await toy.evaluate(request), metrics: { cost: Math.abs(x) + Math.abs(y), x } };
    },
  };
}

const start = (options: ToyRunOptions = {}) =>
  toyRun({ evaluator: costly(), trainer: "pareto", steps: 10, seed: 2, ...options });

Deno.test("a run of a task with metrics logs the candidates that no other dominates", async () => {
  const events = await eventsOf(start());
  const front = frontIn(events);
  assert(front.length >= 3, `${front.length} trade-offs`);
  for (const point of front) {
    assertEquals(Object.keys(point.metrics), ["cost"]);
    assert(!front.some((other) => dominates(other, point, metrics)));
  }
  const [first] = events.filter((event) => event.type === "front");
  assertEquals([first?.step, first?.parameters], [0, { x: 0, y: 0 }]);
  const best = events.findLast((event) => event.type === "best");
  assert(front.some(({ candidate }) => candidate === best?.candidate));
});

Deno.test("a run of a task without metrics logs no front", async () => {
  const events = await eventsOf(start({ evaluator: toyEvaluator() }));
  assertEquals(events.filter(({ type }) => type === "front"), []);
  assertEquals((await renderReport(events)).includes("Trade-offs"), false);
});

Deno.test("the front stands in the report, and as lines for the terminal", async () => {
  const events = await eventsOf(start());
  const front = frontIn(events);
  const page = await renderReport(events);
  assertStringIncludes(page, "<h2>Trade-offs</h2>");
  assertStringIncludes(page, "cost (lower is better)");
  for (const { candidate } of front) assertStringIncludes(page, `<td>${candidate}`);
  const lines = frontLines(new RunView(events));
  assertStringIncludes(lines[0] ?? "", `${front.length} candidates are trade-offs`);
  assertEquals(frontLines({ front: front.slice(0, 1) }), []);
  const drawing = /<svg[^]*?Score and cost of the front[^]*?<\/svg>/.exec(page)?.[0] ?? "";
  assertEquals(drawing.split('class="kept"').length - 1, front.length);
  assertStringIncludes(drawing, ">cost (lower is better)</text>");
});

Deno.test("a run with a front gives the same records at any concurrency, and when it is resumed", async () => {
  await assertSameAtAnyConcurrency((varied) => start({ steps: 4, ...varied }));
  await assertSameWhenResumed((varied) => start({ steps: 4, ...varied }), { cuts: 10 });
});

Deno.test("every trainer keeps the front of the candidates that it offers", async () => {
  const events = await eventsOf(start({ trainer: "minibatch" }));
  assert(frontIn(events).length >= 1);
});

Deno.test("a run warns of a declared metric that the guide does not give", async () => {
  const toy = costly();
  const evaluator: Evaluator = {
    ...toy,
    facts: async () => ({ ...await toy.facts(), metrics: { costs: "lower" } }),
  };
  const events = await eventsOf(start({ evaluator, steps: 1 }));
  const warnings = events.filter((event) => event.type === "warning");
  assertEquals(warnings.map(({ step, code }) => [step, code]), [[0, "metrics-missing"]]);
});

Deno.test("defineTask() refuses metrics without a direction", () => {
  const task = {
    name: "t",
    agent: () => ({ forward: (x: number) => x }),
    examples: { train: [{ input: 1 }] },
    guide: () => 1,
  };
  defineTask({ ...task, metrics });
  assertThrows(
    () => defineTask({ ...task, metrics: { cost: "down" as "lower" } }), // as: untyped code may name anything
    TaskError,
    '"metrics" must be directions by name',
  );
});
