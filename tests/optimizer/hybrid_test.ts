import { assert, assertEquals, assertRejects } from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { type HybridMemory, hybridProposer } from "../../src/optimizer/hybrid.ts";
import {
  credited,
  firstTurns,
  type HybridTurns,
  turnTaken,
} from "../../src/optimizer/hybrid_turns.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import type { Trial } from "../../src/problem/trial.ts";
import { initialMemory } from "../../src/search/portfolio.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
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

/** Share of the model in the turns of a source string. */
const shareOfModel = (sources: string) => sources.replaceAll("s", "").length / sources.length;

Deno.test("the model has the first turn, and each turn of the model is followed by the search", () => {
  const sources = sourcesOf(60, { model: 1, search: 0 });
  assert(sources.startsWith("ms") && !sources.includes("mm"), sources);
});

Deno.test("who brings more for its cost has more turns, and the other one still some", () => {
  const [model, search] = [
    sourcesOf(60, { model: 1, search: 0 }),
    sourcesOf(60, { model: 0, search: 1 }),
  ];
  assert(shareOfModel(model) > 0.4, model);
  assert(shareOfModel(search) < 0.25 && shareOfModel(search) > 0, search);
});

Deno.test("lost answers double the turns of the search between two calls, up to eight", () => {
  let turns: HybridTurns = firstTurns;
  const asked: number[] = [];
  for (let turn = 0; turn < 26; turn++) {
    const isLost = turns.next === "model";
    if (isLost) asked.push(turn);
    turns = credited(turns, { previous: turn === 0 ? [] : [gaining(0)] });
    turns = turnTaken(turns, "search", { isLost });
  }
  assertEquals(asked, [0, 3, 8, 17]);
});

const memoryOf = (turns: HybridTurns): HybridMemory => ({
  turns,
  inner: { model: undefined, search: initialMemory },
});

const contextOf = (more: object) => ({ ...bareContext, memory: memoryOf(firstTurns), ...more });

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
    assertEquals([answer.memory?.turns.last, answer.memory?.turns.pause], ["search", 2]);
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
  const memory = memoryOf({ ...firstTurns, next: "search" });
  const answer = await hybridProposer().propose(problem, contextOf({ model, memory, count: 24 }));
  assertEquals([answer.kind, answer.memory?.turns.last, model.requests.length], [
    "suggestion",
    "model",
    1,
  ]);
});

Deno.test("all asks of a step have the same turn, and its gain is booked once", async () => {
  const model = scriptedModel(() => '{"suggestion": {"x0": 2}}');
  const turns = turnTaken({ ...firstTurns, next: "search" }, "search", { isLost: false });
  assertEquals([turns.turn, turns.next], ["search", "model"]);
  const further = contextOf({ model, memory: memoryOf(turns), count: 8, ask: 1 });
  const answer = await hybridProposer().propose(numeric, further);
  assertEquals([answer.kind, model.requests.length], ["several", 0]);
  assertEquals(answer.memory?.turns, turns);
  assertEquals(credited(turns, { ask: 1, previous: [] }), turns);
  const { accounts: { search } } = credited(turns, { previous: [gaining(0), gaining(2), null] });
  assertEquals(search, { steps: 1, gains: 1, evaluations: 8, tokens: 0 });
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

Deno.test("hybridProposer() hands each of the two its own memory", async () => {
  const seen: unknown[] = [];
  const form: Proposer<number> = {
    name: "counting",
    initialMemory: 1,
    propose(_problem, { memory }) {
      seen.push(memory);
      return Promise.resolve({
        kind: "suggestion",
        values: { x: memory },
        reasoning: "",
        memory: memory + 1,
      });
    },
  };
  await toyRun({ optimizer: hybridProposer({ form }), steps: 24, seed: 1 }).result;
  assert(seen.length > 1);
  assertEquals(seen, seen.map((_, place) => place + 1));
});

Deno.test("a run with hybrid improves by both, and by the search alone where the model seldom answers", async () => {
  const start = (answers: (call: number) => string) => {
    let call = 0;
    const model = scriptedModel(() => answers(call++));
    return toyRun({ optimizer: "hybrid", model, seed: 3, steps: 26, trainer: "minibatch" });
  };
  const events = await eventsOf(start(() => '{"suggestion": {"x": 2.5}}'));
  const counts = events.flatMap((event) => event.type === "answered" ? [event.suggestions] : []);
  assert(counts[0] === 1 && counts[1]! > 1, counts.join());
  const finished = events.at(-1);
  assert(finished?.type === "finished" && finished.best.score! > -0.5, JSON.stringify(finished));
  assert(finished.usage.calls > 0 && finished.usage.calls < 11);

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
    suggestionCount?.({ history, memory: memoryOf({ ...firstTurns, next }) });
  assertEquals([of("model"), of("search")], [
    1,
    searchProposer().suggestionCount?.({ history, memory: initialMemory }),
  ]);
});
