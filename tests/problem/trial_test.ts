import { assertEquals } from "@std/assert";
import { proposeContext } from "../../src/problem/propose_context.ts";
import { maxTrials, type Trial, trialHistory } from "../../src/problem/trial.ts";

const trial = (step: number, score: number | null = step): Trial => ({
  step,
  score,
  values: {},
  scores: {},
  feedback: "",
  isAccepted: false,
});
const trials = (count: number) => Array.from({ length: count }, (_, step) => trial(step));
const stepsOf = (list: readonly Trial[]) => list.map(({ step }) => step);

Deno.test("trialHistory() keeps the newest 2,000 trials", () => {
  assertEquals(maxTrials, 2_000);
  const full = trialHistory(trials(2_000));
  assertEquals([full.size, full.latest(9_999)[0]?.step], [2_000, 0]);
  const cut = trialHistory(trials(2_001));
  assertEquals([cut.size, cut.latest(9_999)[0]?.step], [2_000, 1]);
});

Deno.test("latest() gives the newest, oldest first, and none when none are wanted", () => {
  const history = trialHistory(trials(3));
  assertEquals([0, 1, 2, 3, 4].map((count) => stepsOf(history.latest(count))), [
    [],
    [2],
    [1, 2],
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

Deno.test("best() gives the highest scores first, earlier ones first among equal, and no failed ones", () => {
  const history = trialHistory([
    trial(0, -3),
    trial(1, null),
    trial(2, -1),
    trial(3, -3),
    trial(4, -2),
  ]);
  assertEquals(stepsOf(history.best(9)), [2, 4, 0, 3]);
  assertEquals(stepsOf(history.best(2)), [2, 4]);
});

Deno.test("proposeContext() is that of a first ask, apart from the parts given", () => {
  const { random, history, ...rest } = proposeContext({ count: 3, memory: "m" });
  assertEquals(rest, { count: 3, previous: [], memory: "m", model: null });
  assertEquals([history.size, random], [0, Math.random]);
  assertEquals(proposeContext().count, 1);
});

Deno.test("best() compares trials of different examples by their lead over the accepted ones", () => {
  const on = (step: number, scores: Trial["scores"], isAccepted = false): Trial => ({
    ...trial(step, Object.values(scores)[0] ?? null),
    scores,
    isAccepted,
  });
  const history = trialHistory([
    on(0, { easy: 9, hard: 1 }, true),
    on(1, { easy: 8 }),
    on(2, { hard: 2 }),
  ]);
  assertEquals(stepsOf(history.best(3)), [2, 0, 1]);
});

Deno.test("refusals() gives the latest, oldest first", () => {
  const refusals = [1, 2, 3].map((step) => ({ step, reason: "no", count: 1 }));
  assertEquals(trialHistory([], refusals).refusals(2).map(({ step }) => step), [2, 3]);
});
