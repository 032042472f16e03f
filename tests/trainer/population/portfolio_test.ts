import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { scriptedModel } from "../../../src/model/scripted_model.ts";
import type { Proposer } from "../../../src/problem/proposer.ts";
import { assertSameWhenResumed } from "../../../src/testing/same_records.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../../src/testing/toy_run.ts";
import { minibatch } from "../../../src/trainer/minibatch.ts";
import { booked, emptyAccount, nextArm } from "../../../src/problem/allocation.ts";
import { portfolio, type PortfolioMemory } from "../../../src/trainer/population/portfolio.ts";
import { racing } from "../../../src/trainer/racing.ts";
import type { Trainer } from "../../../src/trainer/trainer.ts";

/** Evaluates, and proposes nothing. */
const idle: Trainer = {
  name: "idle",
  async step(context) {
    await context.evaluate([context.current], context.nextBatch());
  },
};

/** Asks the model for the next x. */
const asking: Proposer = {
  name: "asking",
  async propose({ parameters: [first] }, { model }) {
    const { text } = await model!.generate({ // the run has one
      messages: [{ role: "user", content: `x is ${first?.value}` }],
    });
    return { kind: "suggestion", values: { x: Number(text) }, reasoning: "" };
  },
};

const model = () =>
  scriptedModel(({ messages: [message] }) =>
    String(Number(/x is (\S+)/.exec(message?.content ?? "")?.[1]) + 0.25)
  );

async function armsOf(options: ToyRunOptions) {
  const events = await eventsOf(toyRun(options));
  const last = events.findLast((event) => event.type === "step");
  return (last?.memory as PortfolioMemory).arms; // as: written by the trainer
}

Deno.test("nextArm() tries each arm, then prefers gains for what they cost", () => {
  const account = (gains: number, evaluations: number, tokens = 0) => ({
    steps: 10,
    gains,
    evaluations,
    tokens,
  });
  assertEquals(nextArm([account(9, 1), emptyAccount]), 1);
  assertEquals(nextArm([account(1, 10), account(8, 10)]), 1);
  assertEquals(nextArm([account(5, 100), account(5, 10)]), 1); // the same gains for less
  assertEquals(nextArm([account(5, 10, 10), account(5, 10, 1000)]), 0);
  assertEquals(nextArm([account(0, 0), account(0, 0)]), 0);
});

const nothing = { evaluations: 0, tokens: 0, gain: 0 };

Deno.test("booked() lets earlier steps of all arms count less", () => {
  let accounts = booked([emptyAccount, emptyAccount], {
    ...{ turn: 0, evaluations: 10, tokens: 100, gain: 0.5 },
  });
  assertEquals(accounts[0], { steps: 1, gains: 0.5, evaluations: 10, tokens: 100 });
  assertEquals(accounts[1], emptyAccount);
  for (let step = 0; step < 50; step++) accounts = booked(accounts, { turn: 1, ...nothing });
  assert(accounts[0]!.gains < 0.01 && accounts[0]!.steps < 0.01);
  assert(accounts[1]!.steps > 9 && accounts[1]!.steps < 10);
});

Deno.test("nextArm() comes back to each arm, though one has gained long ago", () => {
  let accounts = booked([emptyAccount, emptyAccount, emptyAccount], {
    ...{ turn: 0, evaluations: 10, tokens: 0, gain: 1 },
  });
  const turns = [0, 0, 0];
  for (let step = 0; step < 90; step++) {
    const turn = nextArm(accounts);
    turns[turn]!++;
    accounts = booked(accounts, { ...nothing, turn, evaluations: 10 });
  }
  assert(turns.every((count) => count > 20), `${turns}`);
});

Deno.test("portfolio moves steps to the trainer that gains, and counts tokens", async () => {
  const trainer = portfolio({ trainers: [idle, minibatch] });
  const [first, second] = await armsOf({
    trainer,
    optimizer: asking,
    model: model(),
    steps: 11,
    batchSize: 5,
  });
  assert(first!.steps < 3 && second!.steps > 5, `${first?.steps} and ${second?.steps}`);
  assert(first?.tokens === 0 && second!.tokens > 0 && second!.gains > 0);
});

Deno.test("a portfolio with a model gives the same records when it is resumed, tokens included", async () => {
  await assertSameWhenResumed(
    (varied) =>
      toyRun({
        trainer: portfolio({ trainers: [racing, minibatch] }),
        optimizer: asking,
        model: model(),
        steps: 5,
        batchSize: 2,
        ...varied,
      }),
    { cuts: 30 },
  );
});

Deno.test("portfolio() refuses one trainer alone, and two of one name", () => {
  for (const trainers of [[], [idle], [idle, { ...minibatch, name: "idle" }]]) {
    assertThrows(() => portfolio({ trainers }), UsageError, "as a portfolio");
  }
  assertEquals(portfolio({ trainers: [idle, racing] }).name, "portfolio(idle, racing)");
});
