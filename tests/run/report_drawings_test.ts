import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { defineTask, optimize, parameter, type Proposer } from "../../mod.ts";
import { renderReport } from "../../src/run/report.ts";
import { eventFault } from "../../src/trainer/event_fields.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { sampleRun } from "../support/sample_run.ts";

/** A task whose number is drawn as the radius of a circle; 2 cannot be drawn. */
const task = defineTask({
  name: "radius",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: () => x };
  },
  examples: { train: [{ input: null }], validation: [{ input: null }] },
  guide: (_example, output) => -Math.abs(3 - Number(output)),
  draw: (_example, output) => {
    if (output === 2) throw new Error("two <i>is</i> no radius");
    return {
      width: 10,
      height: 10,
      shapes: [{ kind: "circle", x: 5, y: 5, radius: Number(output), tone: "accent" }],
    };
  },
});

/** Proposes one number after the other. */
const optimizer: Proposer<number> = {
  name: "counting",
  initialMemory: 1,
  propose: (_problem, { memory }) =>
    Promise.resolve({
      ...{ kind: "suggestion", values: { x: memory + 1 }, reasoning: "one more" },
      memory: memory + 1,
    }),
};

Deno.test("a run logs the drawings of the initial and each best candidate, and the report shows the first and the last", async () => {
  const events = await eventsOf(optimize(task, { optimizer, steps: 2 }));
  const drawn = events.flatMap((event) => event.type === "best" ? [event.drawings] : []);
  const example = { split: "validation", index: 0 } as const;
  const circle = (radius: number) => ({
    ...{ width: 10, height: 10 },
    shapes: [{ kind: "circle" as const, x: 5, y: 5, radius, tone: "accent" as const }],
  });
  assertEquals(drawn, [
    [{ example, drawing: circle(1) }],
    [{ example, reason: "The output could not be drawn: two <i>is</i> no radius" }],
    [{ example, drawing: circle(3) }],
  ]);
  for (const event of events) {
    assertEquals(eventFault(JSON.parse(JSON.stringify(event))), undefined);
  }

  const html = await renderReport(events);
  assertStringIncludes(html, `<circle class="accent" cx="5" cy="5" r="1"/>`);
  assertStringIncludes(html, `<circle class="accent" cx="5" cy="5" r="3"/>`);
  const cut = await renderReport(
    events.slice(0, events.findLastIndex(({ type }) => type === "best")),
  );
  assertStringIncludes(cut, "two &lt;i&gt;is&lt;/i&gt; no radius");
});

Deno.test("a report without drawings has no section for them", async () => {
  assertFalse((await renderReport(sampleRun({}))).includes('drawings">'));
});

Deno.test("a log whose drawing is none is refused", () => {
  const best = { type: "best", step: 0, candidate: "a", score: 1, parameters: {} };
  const example = { split: "train", index: 0 };
  const drawing = { width: 1, height: 1, shapes: [{ kind: "circle", x: "<", y: 0, radius: 1 }] };
  const fault = eventFault({ ...best, drawings: [{ example, drawing }] });
  assert(fault?.includes("best.drawings"), fault);
});
