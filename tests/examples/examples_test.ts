import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import courier from "../../examples/courier.ts";
import debugging from "../../examples/debugging.ts";
import robot from "../../examples/robot.ts";
import thermostat from "../../examples/thermostat.ts";
import battleship from "../../examples/battleship.ts";
import numerical from "../../examples/numerical.ts";
import quickstart from "../../examples/quickstart.ts";
import { optimize, parameter, type Task } from "../../mod.ts";
import { previewPrompt } from "../../src/run/preview_prompt.ts";
import { decodeValue } from "../../src/trace/data/value_data.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { taskEvaluator } from "../../src/task/task_evaluator.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import { SharedRunner } from "../support/shared_sandbox.ts";

/** What a guide said, whole. */
async function judged(verdict: ReturnType<typeof quickstart.guide>) {
  const judgement = await verdict;
  assert(typeof judgement === "object");
  return judgement;
}

Deno.test("quickstart's guide() recounts an assignment when it is honest", async () => {
  const verdict = await judged(quickstart.guide({ input: [100, 50, 60, 90] }, [0, 0, 1, 1]));
  assertEquals(verdict, {
    score: 1,
    feedback: "Used 2 bins; no packing can use fewer than 2.",
    metrics: { bins: 2, lowerBound: 2 },
  });
  const wasteful = await judged(quickstart.guide({ input: [100, 50, 60, 90] }, [0, 7, 3, 3]));
  assertEquals(wasteful.score, 2 / 3);
});

Deno.test("quickstart's guide() names the mistake in a wrong assignment", async () => {
  const input = [100, 60];
  const lies: readonly [number[] | Error, RegExp][] = [
    [[0, 0], /Bin 0 holds 160, over its capacity of 150/],
    [[0], /Each of the 2 items needs one bin/],
    [new Error("It failed."), /It failed\./],
  ];
  for (const [lie, words] of lies) {
    const verdict = await judged(quickstart.guide({ input }, lie));
    assertEquals(verdict.score, 0);
    assertMatch(verdict.feedback ?? "", words);
  }
});

/** What code may return in place of an output: it lies about its type, its length, its numbers. */
const lies: readonly unknown[] = [
  { length: -1e9 },
  { length: -1e9, flat: "." },
  [{ length: -1e9 }],
  [[{ length: -1e9 }]],
  new Map([["length", -1e9]]),
  new Error("length"),
  Array(3),
  [0, 0.5],
  [0, null],
  ["0", "0"],
  -1e9,
  NaN,
  Infinity,
  1_000_000_000n,
  "X".repeat(64),
  null,
  undefined,
];

for (const task of [quickstart, battleship, numerical] as unknown as readonly Task[]) { // as: any output is given
  Deno.test(`${task.name} scores no output that is of another type`, async () => {
    for (const lie of lies) {
      const lying = {
        ...task,
        agent: () => ({ p: parameter(1, { name: "p" }), forward: () => lie }),
      };
      await using evaluator = taskEvaluator(lying, { runner: new SharedRunner(), seed: 1 });
      const { score, error } = await evaluator.evaluate({
        candidate: candidateOf({ p: 1 }),
        example: { split: "train", index: 0 },
        seed: 1,
        isTraced: false,
      });
      const isFailed = error !== undefined && /schema demands|failed/.test(error);
      const isNumber = task.name === "numerical" && lie === -1e9; // a number like any other
      assertEquals(isFailed, !isNumber, Deno.inspect({ lie, score, error }));
      assert(score === null || score <= 0, Deno.inspect({ lie, score, error }));
    }
  });
}

Deno.test("quickstart starts as best fit when nothing is optimized", async () => {
  // The 30 belongs with the 120; put with the 100 it would leave no place for the 50.
  const small = { ...quickstart, examples: { train: [{ input: [100, 120, 30, 50] }] } };
  const { initial } = await optimize(small, { steps: 1, proposals: 1 }).result;
  assertEquals(initial.score, 1);
});

Deno.test("examples() makes the same data when the random numbers are the same", async () => {
  for (const { examples } of [quickstart, battleship, thermostat, robot]) {
    assert(typeof examples === "function");
    assertEquals(await examples(randomFrom(1)), await examples(randomFrom(1)));
    const { train, validation = [], test = [] } = await examples(randomFrom(2));
    const inputs = [...train, ...validation, ...test].map(({ input }) => JSON.stringify(input));
    assertEquals(new Set(inputs).size, inputs.length);
  }
});

Deno.test("battleship's guide() scores the share of ship squares that were hit", async () => {
  assert(typeof battleship.examples === "function");
  const [example] = (await battleship.examples(randomFrom(1))).train;
  assert(example);
  assertEquals(example.input.length, 9);
  const board = Array.from({ length: 8 }, () => Array<string>(8).fill("."));
  for (const [row, column] of example.input.slice(0, 3)) board[row]?.splice(column, 1, "X");
  const verdict = await judged(battleship.guide(example, board));
  assertEquals(verdict.score, 3 / 9);
  assertEquals(verdict.metrics, { hits: 3, wasted: 21 });
  assertMatch(verdict.feedback ?? "", /^3 of 9 ship squares were hit with 24 shots\. Not hit: \(/);
});

Deno.test("battleship gets better when the built-in search has a few steps", async () => {
  assert(typeof battleship.examples === "function");
  const train = (await battleship.examples(randomFrom(1))).train.slice(0, 2);
  const small = { ...battleship, examples: { train } };
  const { initial, best, stopReason } = await optimize(small, { seed: 2, steps: 6, target: 0.45 })
    .result;
  assertEquals(stopReason, "target");
  assert(initial.score !== null && best.score !== null && best.score > initial.score);
});

Deno.test("numerical has another target with each seed, and its score does not tell the distance", async () => {
  const { examples } = numerical;
  assert(typeof examples === "function");
  const data = (seed: number) => Promise.resolve(examples(randomFrom(seed)));
  const all = await Promise.all([1, 2, 3, 4].map(data));
  const targets = all.map(({ train }) => train[0]?.expected);
  assertEquals(new Set(targets).size, 4);
  const { request, problem, feedback } = await previewPrompt(numerical as unknown as Task, {
    seed: 1,
  }); // as: any task has a prompt
  const distance = Math.abs(
    Number(decodeValue(problem.feedback.graph.nodes.at(-1)!.value)) -
      (await data(seedOf(1, "examples"))).train[0]!.expected,
  );
  assert(distance > 1);
  const prompt = request.messages.map(({ content }) => content).join("\n");
  assertMatch(prompt, /should be (larger|smaller)/);
  assertFalse(prompt.includes(distance.toFixed(2)), prompt);
  assertEquals(feedback.score, -Math.ceil(Math.log2(distance / 0.01)));
  assertEquals(feedback.metrics ?? {}, {});
});

Deno.test("numerical reaches its target when the built-in search solves it", async () => {
  const { initial, best, stopReason } = await optimize(numerical, { seed: 2 }).result;
  assertEquals(stopReason, "target");
  assert(initial.score !== null && initial.score < -1);
  assertEquals(best.score, 0);
});

/** The score of values on the first train example. */
async function scoreOf(task: unknown, values: Record<string, unknown>): Promise<number | null> {
  await using evaluator = taskEvaluator(task as Task, { runner: new SharedRunner(), seed: 1 }); // as: any output is given
  const { score } = await evaluator.evaluate({
    candidate: candidateOf(values),
    example: { split: "train", index: 0 },
    seed: 1,
    isTraced: false,
  });
  return score;
}

Deno.test("courier's two agents can agree on a code of six characters", async () => {
  const send =
    `export function send(reading: { degrees: number; wind: number; isRaining: boolean }): string {
  const digits = (value: number, length: number) => String(value).padStart(length, "0");
  return digits(reading.degrees + 20, 2) + digits(reading.wind, 3) + Number(reading.isRaining);
}`;
  const receive = `export function receive(message: string) {
  const part = (from: number, to: number) => Number(message.slice(from, to));
  return { degrees: part(0, 2) - 20, wind: part(2, 5), isRaining: part(5, 6) === 1 };
}`;
  assertEquals(await scoreOf(courier, { send, receive }), 1);
});

Deno.test("debugging passes every case when both mistakes are mended", async () => {
  const { initial } = await optimize(debugging, { steps: 0 }).result;
  assertEquals(initial.score, 3 / 8);
  assertEquals(debugging.guide({ input: [], expected: [[1, 5]] }, [[1, 5]]), {
    score: 1,
    feedback: "The case passes.",
  });
});

for (const task of [thermostat, robot] as unknown as readonly Task[]) { // as: of different agents
  Deno.test(`${task.name} gets better when the built-in search has a step`, async () => {
    const { initial, best } = await optimize(task, { steps: 1, seed: 1 }).result;
    assert((best.score ?? 0) > (initial.score ?? 0), `${initial.score} became ${best.score}`);
  });
}
