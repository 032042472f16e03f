import { assert, assertEquals } from "@std/assert";
import { candidateOf } from "../../src/trainer/candidate.ts";
import { type Encounter, History } from "../../src/trainer/history.ts";

const encounter = (x: number): Encounter => ({
  candidate: candidateOf({ x }),
  examples: [{ split: "train", index: 0 }],
  reports: [{ score: x, feedback: "", metrics: {}, output: "", console: [], durationMs: 0 }],
});

Deno.test("History keeps the accepted trials and the latest of the others, and knows all it met", () => {
  const history = new History();
  for (let x = 0; x < 3000; x++) history.record(encounter(x), { step: 1, isAccepted: x === 7 });
  assertEquals(history.trials.length, 2001);
  assertEquals(history.trials[0]?.values, { x: 7 });
  assertEquals(history.trials[1]?.values, { x: 1000 });
  assert(history.has(candidateOf({ x: 3 })));
  assertEquals(history.trial(candidateOf({ x: 3 }).id), undefined);
});

Deno.test("History gives another list of trials when there is more", () => {
  const history = new History();
  history.record(encounter(1), { step: 1, isAccepted: true });
  const { trials } = history;
  assert(history.trials === trials);
  history.record(encounter(2), { step: 2, isAccepted: false });
  assertEquals([trials.length, history.trials.length], [1, 2]);
});
