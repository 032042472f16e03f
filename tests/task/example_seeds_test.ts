import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { ExampleSeeds } from "../../src/task/example_seeds.ts";
import { taskEvaluator } from "../../src/task/task_evaluator.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { Split } from "../../src/trainer/evaluator.ts";

const examplesOf = (train: readonly unknown[], validation: readonly unknown[] = []) => ({
  train: train.map((input) => ({ input })),
  validation: validation.map((input) => ({ input })),
  test: [],
});

Deno.test("ExampleSeeds.of() depends on the input, on its occurrence and on the run's seed, and on nothing else", () => {
  const seeds = new ExampleSeeds(
    examplesOf(["a", "b", "a", { x: 1, y: 2 }], [{ y: 2, x: 1 }, "a"]),
  );
  const of = (split: Split, index: number, seed = 1) => seeds.of({ split, index }, seed);
  assertEquals(of("validation", 1), of("train", 0));
  assertEquals(of("validation", 0), of("train", 3));
  assertEquals(new Set([0, 1, 2, 3].map((index) => of("train", index))).size, 4);
  assertNotEquals(of("train", 0, 2), of("train", 0));
  assertThrows(() => of("test", 0), RangeError, "test example 0");
});

Deno.test("ExampleSeeds.of() tells inputs apart that are not plain data", () => {
  const seeds = new ExampleSeeds(examplesOf([() => 1, { run: () => 2 }]));
  const of = (index: number) => seeds.of({ split: "train", index }, 1);
  assertNotEquals(of(0), of(1));
});

Deno.test("random numbers of a candidate are the same in every split, for every candidate, and for each call others", async () => {
  const task = defineTask({
    name: "draws",
    agent: () => {
      const draw = trainable(function draw(_n: number): number {
        return Math.random();
      });
      return {
        draw,
        forward: async (n: number) => [(await draw(n)).data, (await draw(n)).data],
      };
    },
    examples: {
      train: [{ input: 1 }, { input: 1 }, { input: 2 }],
      validation: [{ input: 2 }, { input: 1 }],
    },
    guide: (_example, output) => ({ score: 0, feedback: String(output) }),
  });
  await using evaluator = taskEvaluator(task, {
    seed: 1,
    runner: openSandboxPool({ size: 2, spares: 0, realmLife: "call", timeoutMs: 10_000 }),
  });
  const plain = "function draw(_n: number): number { return Math.random(); }";
  const other =
    "function draw(_n: number): number { const first = Math.random(); return _n > 9 ? 0 : first; }";
  const drawn = async (draw: string, split: Split, index: number) => {
    const candidate = candidateOf({ draw });
    const isTraced = split === "train";
    const report = await evaluator.evaluate({
      candidate,
      example: { split, index },
      seed: 1,
      isTraced,
    });
    return report.feedback;
  };
  const [one, again, two, twoHeld, oneHeld, oneOther] = await Promise.all([
    drawn(plain, "train", 0),
    drawn(plain, "train", 1),
    drawn(plain, "train", 2),
    drawn(plain, "validation", 0),
    drawn(plain, "validation", 1),
    drawn(other, "train", 0),
  ]);
  assertEquals([oneHeld, twoHeld, oneOther], [one, two, one]);
  assertEquals(new Set([one, again, two].flatMap((draws) => draws.split(","))).size, 6);
});
