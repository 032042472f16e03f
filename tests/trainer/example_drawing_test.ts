import { assert, assertEquals, assertMatch } from "@std/assert";
import { BudgetError } from "../../src/errors.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import { eventFault } from "../../src/trainer/event_fields.ts";
import type { Evaluator, ExampleDrawing } from "../../src/trainer/evaluator.ts";

/** What a run logs as the drawings of its start when an evaluator draws so. */
async function logged(draw: NonNullable<Evaluator["draw"]>) {
  const evaluator = { ...toyEvaluator({ train: 1, validation: 0 }), draw };
  const events = await eventsOf(toyRun({ evaluator, steps: 1 }));
  for (const event of events) {
    assertEquals(eventFault(JSON.parse(JSON.stringify(event))), undefined);
  }
  const best = events.find((event) => event.type === "best");
  return best?.drawings?.[0];
}

const example = { split: "train", index: 0 } as const;

Deno.test("a run logs what a custom evaluator draws only where it is a drawing, and the reason else", async () => {
  const drawing = { width: 1, height: 1, shapes: [] };
  const given = (value: unknown) => logged(() => Promise.resolve(value as ExampleDrawing)); // as: an evaluator in JavaScript may return anything
  assertEquals(await given({ example: "else", drawing, more: 1 }), { example, drawing });
  const wrong = [{ drawing: { ...drawing, shapes: Array(1) } }, {}, "circle", { example }];
  for (const value of wrong) {
    const logged = await given(value);
    assert(logged !== undefined && "reason" in logged, JSON.stringify(value));
    assertMatch(logged.reason, /^The output could not be drawn: Cannot draw /);
  }
});

Deno.test("a run cuts the reason why there is no drawing", async () => {
  const reason = "x".repeat(240_000);
  assertEquals(await logged(() => Promise.resolve({ example, reason })), {
    example,
    reason: `${"x".repeat(499)}…`,
  });
});

Deno.test("a run logs its best candidate when drawing it fails", async () => {
  assertEquals(
    await logged(() => Promise.reject(new BudgetError("calls", "Cannot call: no calls left"))),
    {
      example,
      reason: "The output could not be drawn: Cannot call: no calls left",
    },
  );
});
