import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { hybridProposer } from "../../src/optimizer/hybrid.ts";
import {
  credited,
  firstTurns,
  type HybridTurns,
  turnTaken,
} from "../../src/optimizer/hybrid_turns.ts";
import { textGradProposer } from "../../src/optimizer/textgrad.ts";
import type { Trial } from "../../src/problem/trial.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import { bareContext, numberState, numeric } from "./problems.ts";

/** A trial on four examples that was accepted for this gain. */
const gaining = (gain: number): Trial => ({
  step: 1,
  values: {},
  score: gain,
  scores: { "train/0": 1, "train/1": 1, "train/2": 1, "train/3": 1 },
  feedback: "",
  isAccepted: gain > 0,
  comparison: {
    ...{ step: 0, values: {}, score: gain, otherScore: 0, failed: 0, otherFailed: 0 },
    ...{ otherMetrics: {}, isUnchanged: false },
  },
});

/** The sources of so many turns, where each brings its gain each time. */
function sourcesOf(count: number, gains: { readonly model: number; readonly search: number }) {
  const sources: string[] = [];
  let turns: HybridTurns = firstTurns;
  for (let turn = 0; turn < count; turn++) {
    const { last } = turns;
    turns = credited(turns, { previous: last === null ? [] : [gaining(gains[last])] });
    sources.push(turns.next);
    turns = turnTaken(turns, turns.next, { isLost: false });
  }
  return sources.map((source) => source[0]).join("");
}

Deno.test("the model has the first turn, and each turn of the model is followed by the search", () => {
  assertEquals(sourcesOf(6, { model: 1, search: 0 }), "msmsms");
  assertEquals(sourcesOf(6, { model: 0, search: 0 }), "msmsms");
});

Deno.test("who brings more for its cost has more turns, and the model one in nine", () => {
  assertEquals(sourcesOf(20, { model: 1, search: 1 }), "msmssssssssmssssssss"); // a gain is known a turn later
  assertEquals(sourcesOf(6, { model: 100, search: 1 }), "msmsms"); // a call counts as a hundred evaluations
});

Deno.test("lost answers double the turns of the search between two calls, up to eight", () => {
  let turns: HybridTurns = firstTurns;
  const asked: number[] = [];
  for (let turn = 0; turn < 26; turn++) {
    const isLost = turns.next === "model";
    if (isLost) asked.push(turn);
    turns = turnTaken(turns, "search", { isLost });
  }
  assertEquals(asked, [0, 3, 8, 17]);
});

const contextOf = (more: object) => ({ ...bareContext, memory: firstTurns, ...more });

Deno.test("a lost answer, or one without a change, becomes a step of the search", async () => {
  for (const reply of ["TERMINATE", new ModelError("busy")]) {
    const model = scriptedModel(() => {
      if (typeof reply === "string") return reply;
      throw reply;
    });
    const codes: string[] = [];
    const answer = await hybridProposer().propose(
      numeric,
      contextOf({ model, warn: ({ code }: { readonly code: string }) => codes.push(code) }),
    );
    assert(answer.kind === "several" && answer.proposals[0]?.kind === "suggestion");
    assertEquals([answer.memory?.last, answer.memory?.pause], ["search", 2]);
    assertEquals(codes, typeof reply === "string" ? [] : ["search-instead"]);
  }
  const fatal = scriptedModel(() => {
    throw new ModelError("no such key", { isFatal: true });
  });
  await assertRejects(
    () => hybridProposer().propose(numeric, contextOf({ model: fatal })),
    ModelError,
  );
});

Deno.test("where the search can tune nothing the model is asked for one suggestion", async () => {
  const words = { ...numeric.parameters[0]!, name: "x0", type: "string", value: "a" };
  const problem = { ...numeric, parameters: [words] };
  const model = scriptedModel(() => '{"suggestion": {"x0": "b"}}');
  const memory: HybridTurns = { ...firstTurns, next: "search" };
  const answer = await hybridProposer().propose(problem, contextOf({ model, memory, count: 24 }));
  assertEquals([answer.kind, answer.memory?.last, model.requests.length], [
    "suggestion",
    "model",
    1,
  ]);
});

Deno.test("all asks of a step have the same turn, and its gain is booked once", async () => {
  const model = scriptedModel(() => '{"suggestion": {"x0": 2}}');
  const memory = turnTaken({ ...firstTurns, next: "search" }, "search", { isLost: false });
  assertEquals([memory.turn, memory.next], ["search", "model"]);
  const further = contextOf({ model, memory, count: 8, ask: 1 });
  const answer = await hybridProposer().propose(numeric, further);
  assertEquals([answer.kind, model.requests.length], ["several", 0]);
  assertEquals(answer.memory, memory);
  assertEquals(credited(memory, { ask: 1, previous: [] }), memory);
  const { accounts: { search } } = credited(memory, { previous: [gaining(0), gaining(2), null] });
  assertEquals(search, { brought: 2, spent: 8 });
});

Deno.test("hybrid under beam asks the model at most once for each parent", async () => {
  const model = scriptedModel(({ messages }) =>
    JSON.stringify({ suggestion: { x: (messages[1]?.content.length ?? 0) % 7 } })
  );
  const events = await eventsOf(
    toyRun({ optimizer: "hybrid", model, seed: 3, steps: 8, trainer: "beam", batchSize: 2 }),
  );
  for (let step = 1; step <= 8; step++) {
    const answers = events.filter((event) => event.type === "answered" && event.step === step);
    const calls = events.filter((event) => event.type === "asking" && event.step === step);
    assert(calls.length <= answers.length, `step ${step}: ${calls.length} calls`);
  }
});

Deno.test("hybridProposer() refuses a form that keeps memory", () => {
  const refused = () => hybridProposer({ form: textGradProposer() });
  assertThrows(refused, UsageError, 'Cannot use "textgrad" as the form of a hybrid');
});

Deno.test("a run with hybrid improves by both, and by the search alone where the model seldom answers", async () => {
  const start = (answers: (call: number) => string) => {
    let call = 0;
    const model = scriptedModel(() => answers(call++));
    return toyRun({ optimizer: "hybrid", model, seed: 3, steps: 12, trainer: "minibatch" });
  };
  const events = await eventsOf(start(() => '{"suggestion": {"x": 2.5}}'));
  const counts = events.flatMap((event) => event.type === "answered" ? [event.suggestions] : []);
  assertEquals([counts[0], counts[1]], [1, 24]);
  const finished = events.at(-1);
  assert(finished?.type === "finished" && finished.best.score! > -0.5, JSON.stringify(finished));
  assert(finished.usage.calls > 0 && finished.usage.calls < 7);

  const rare = await start((call) => {
    if (call !== 1) throw new ModelError("busy");
    return '{"suggestion": {"x": 2.5}}';
  }).result;
  assertEquals([rare.stopReason, rare.usage.calls], ["steps", 1]);
  assert(rare.best.score! > -0.5, String(rare.best.score));
});

Deno.test("hybridProposer() can change what either can, and counts the suggestions of whose turn it is", () => {
  const { canChange, suggestionCount } = hybridProposer();
  assertEquals(canChange?.(numberState("x", 1, { type: "string", value: "a" })), true);
  const history = bareContext.history;
  const of = (next: HybridTurns["next"]) =>
    suggestionCount?.({ history, memory: { ...firstTurns, next } });
  assertEquals([of("model"), of("search")], [1, 24]);
});
