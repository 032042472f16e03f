import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { eventsOf, toyRun } from "../../../src/testing/toy_run.ts";
import { beam, type BeamMemory } from "../../../src/trainer/population/beam.ts";

Deno.test("beam proposes from each candidate that it keeps, and keeps the best", async () => {
  const events = await eventsOf(toyRun({ trainer: beam({ width: 2 }), steps: 8, seed: 4 }));
  const beams = events.flatMap((event) =>
    event.type === "step" ? [(event.memory as BeamMemory).beam] : [] // as: written by the trainer
  );
  assertEquals(beams.at(-1)?.length, 2);
  for (const [place, kept] of beams.entries()) {
    const asked = new Set(
      events.flatMap((event) =>
        event.type === "proposed" && event.step === place + 2 ? [event.parent] : []
      ),
    );
    if (asked.size > 0) assertEquals(asked, new Set(kept));
  }
  const best = events.findLast((event) => event.type === "best")?.candidate;
  assert(best !== undefined && beams.at(-1)?.includes(best));
});

Deno.test("beam takes fewer parents, and then none, when the budget is small", async () => {
  for (const evaluations of [10, 20, 30, 60]) {
    const run = toyRun({ trainer: "beam", batchSize: 2, steps: 50, budget: { evaluations } });
    const { stopReason, evaluations: spent } = await run.result;
    assertEquals(stopReason, "budget");
    assert(spent <= evaluations && spent >= evaluations * 0.6, `${spent} of ${evaluations}`);
  }
});

Deno.test("beam() refuses a width that is no whole number", () => {
  for (const width of [0, 1.5, NaN]) {
    assertThrows(() => beam({ width }), UsageError, `"${width}" as the width of a beam`);
  }
  assertEquals([beam().name, beam({ width: 5 }).name], ["beam", "beam(5)"]);
});
