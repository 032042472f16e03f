import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { defineTask, parameter } from "../../../mod.ts";
import { z } from "zod";
import type { RunEvent } from "../../../src/trainer/event.ts";
import { heldValues } from "../../../tools/experiment/held_values.ts";
import { optimizedMethod } from "../../../tools/experiment/optimized_method.ts";

/** The number whose distance from 0 and from 1 is least. */
const square = defineTask({
  name: "square",
  agent: () => {
    const x = parameter(3, { name: "x", schema: z.number().min(-4).max(4) });
    return { x, forward: (shift: number) => x.sub(shift) };
  },
  examples: { train: [{ input: 0 }, { input: 1 }] },
  guide: (_, output) => output instanceof Error ? -99 : -(output ** 2),
});

Deno.test("optimizedMethod() is measured by the evaluations of its run, which are as many as were asked for", async () => {
  const method = optimizedMethod({
    task: square,
    optimizer: "search",
    measure: { value: (score) => -score },
  });
  assertEquals(method.needsModel, false);
  const points = [0, 1, 2, 40, 80];
  const run = await method.run({ seed: 1, axis: "evaluations", points, model: null });
  assertEquals(run.values.slice(0, 3), [6.5, 6.5, 6.5]); // of the start: the mean of 3² and 2²
  assert(run.values[4]! <= run.values[3]!);
  assertAlmostEquals(run.values[4]!, 0.25, 0.05); // the least, at one half
  assertEquals([run.evaluations <= 80, run.evaluations > 60], [true, true]);
});

Deno.test("optimizedMethod() measures what it holds after each step on another task, and by another seed", async () => {
  const apart = {
    ...square,
    guide: (_: unknown, output: number | Error) => Math.abs(Number(output)),
  };
  const request = { axis: "steps", points: [0, 3], model: null } as const;
  const of = (seed: number) =>
    optimizedMethod({
      task: square,
      optimizer: "search",
      measure: { of: "current", on: { task: apart, split: "train" } },
    }).run({ ...request, seed });
  const one = await of(1);
  assertEquals(one.values[0], 2.5);
  assert(one.values[1]! < 2.5);
  assertEquals(await of(1), one);
});

/** Events of a run on two train examples, as far as they are read. */
function eventsOf(
  scores: readonly (readonly [candidate: string, example: number, score: number])[],
) {
  const parameters = [{ name: "x", value: 0 }];
  const events = [
    {
      type: "started",
      candidate: "start",
      steps: 9,
      task: { parameters, examples: { train: 2, validation: 0 } },
    },
    { type: "proposed", candidate: "next", parent: "start", changes: { x: 1 } },
    ...scores.map(([candidate, index, score]) => ({
      type: "evaluated",
      candidate,
      example: { split: "train", index },
      score,
    })),
  ];
  return events as unknown as RunEvent[]; // as: the fields that are read
}

Deno.test("heldValues() holds a candidate when it was evaluated on every example, and is better", () => {
  const events = eventsOf([["start", 0, 1], ["start", 1, 1], ["next", 0, 5], ["next", 1, 0]]);
  const held = heldValues(events, { axis: "evaluations", points: [0, 2, 3, 4, 5], of: "best" });
  assertEquals(held.map(({ values, score }) => [values.x, score]), [
    [0, 1], // scored later
    [0, 1],
    [0, 1], // on one example only
    [1, 2.5],
  ]); // the run has not finished, so that it is not at the last point
});

Deno.test("heldValues() has all points of a run that its evaluations ended, and not of one that its time ended", () => {
  const events = eventsOf([["start", 0, 1], ["start", 1, 1]]);
  const held = (budget: string) => {
    const finished = { type: "finished", stopReason: "budget", budget } as RunEvent; // as: the fields that are read
    const options = { axis: "evaluations", points: [0, 2, 9], of: "best" } as const;
    return heldValues([...events, finished], options).length;
  };
  assertEquals([held("evaluations"), held("seconds")], [3, 2]);
});
