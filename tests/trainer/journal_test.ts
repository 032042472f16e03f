import { assertEquals } from "@std/assert";
import { sampleRun } from "../support/sample_run.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { Journal } from "../../src/trainer/journal.ts";
import { nothingSpent } from "../../src/trainer/ledger.ts";

const evaluated = (candidate: string, index: number, score: number): EventOf<"evaluated"> => ({
  type: "evaluated",
  step: 1,
  candidate,
  example: { split: "train", index },
  score,
  feedback: "",
  metrics: {},
  output: "",
  durationMs: 1,
});

const exchange = (
  place: { readonly step: number; readonly proposal: number; readonly attempt: number },
  key: string,
  text: string,
): EventOf<"exchange"> => ({
  type: "exchange",
  ...place,
  key,
  request: { messages: [] },
  response: {
    text,
    model: "m",
    finishReason: "stop",
    usage: { promptTokens: 1, completionTokens: 1, usd: null },
  },
});

const proposed = (step: number, proposal: number, attempt: number): EventOf<"proposed"> => ({
  type: "proposed",
  step,
  proposal,
  attempt,
  outcome: "nothing",
  rejections: [],
});

Deno.test("Journal gives each evaluation of a candidate on an example once, in the order of the log", () => {
  const events = [evaluated("a", 0, 1), evaluated("a", 1, 2), evaluated("b", 0, 3)];
  const journal = new Journal([...events, evaluated("a", 0, 4)]);
  const ask = (candidate: string, index: number) =>
    journal.evaluation(candidate, { split: "train", index })?.score;
  assertEquals([ask("a", 0), ask("b", 0), ask("a", 1)], [1, 3, 2]);
  assertEquals([ask("a", 0), ask("a", 0), ask("b", 1)], [4, undefined, undefined]);
  assertEquals(journal.evaluation("b", { split: "test", index: 0 }), undefined);
});

Deno.test("Journal tells the samples of an evaluation apart", () => {
  const second = { ...evaluated("a", 0, 2), sample: 1 };
  const journal = new Journal([second, evaluated("a", 0, 1)]);
  const ask = (sample?: number) =>
    journal.evaluation("a", { split: "train", index: 0 }, sample)?.score;
  assertEquals([ask(), ask(), ask(1), ask(2)], [1, undefined, 2, undefined]);
  assertEquals([journal.absorbs(second), journal.absorbs(second)], [true, false]);
});

Deno.test("Journal gives exchanges by step, proposal, attempt and key, each once", () => {
  const place = { step: 1, proposal: 0, attempt: 0 };
  const journal = new Journal([
    exchange(place, "k", "first"),
    exchange(place, "k", "second"),
    exchange({ ...place, attempt: 1 }, "k", "repair"),
  ]);
  const ask = (more: Partial<typeof place>, key = "k") =>
    journal.exchange({ ...place, ...more, key })?.response.text;
  assertEquals([ask({}), ask({ attempt: 1 }), ask({}), ask({})], [
    "first",
    "repair",
    "second",
    undefined,
  ]);
  const others = [ask({ step: 2 }), ask({ proposal: 1 }), ask({ attempt: 2 }), ask({}, "other")];
  assertEquals(others, [undefined, undefined, undefined, undefined]);
});

Deno.test("Journal gives proposals, answers and steps as often as they are asked for", () => {
  const answered = { type: "answered", step: 2, proposal: 4, suggestions: 3 } as const;
  const step: EventOf<"step"> = {
    type: "step",
    step: 2,
    steps: 9,
    current: null,
    best: null,
    spent: nothingSpent,
  };
  const journal = new Journal([proposed(2, 4, 0), proposed(2, 4, 1), answered, step]);
  for (let round = 0; round < 2; round++) {
    assertEquals(
      journal.proposal({ step: 2, proposal: 4, attempt: 1 }),
      proposed(2, 4, 1),
    );
    assertEquals(journal.answer({ step: 2, proposal: 4 }), answered);
    assertEquals(journal.step(2), step);
  }
  assertEquals(journal.proposal({ step: 2, proposal: 4, attempt: 2 }), undefined);
  assertEquals(journal.proposal({ step: 2, proposal: 5, attempt: 0 }), undefined);
  assertEquals(journal.proposal({ step: 1, proposal: 4, attempt: 0 }), undefined);
  assertEquals(journal.answer({ step: 2, proposal: 0 }), undefined);
  assertEquals(journal.answer({ step: 4, proposal: 2 }), undefined);
  assertEquals(journal.step(1), undefined);
});

Deno.test("Journal absorbs each event of its log once, apart from the ends of runs", () => {
  const more: RunEvent[] = [
    { type: "answered", step: 1, proposal: 0, suggestions: 1 },
    { type: "warning", step: 1, code: "careful", message: "careful" },
    { type: "model-trouble", step: 1, kind: "retry", reason: "busy" },
    exchange({ step: 1, proposal: 0, attempt: 0 }, "k", "text"),
  ];
  const events = [...sampleRun(), ...more];
  const journal = new Journal(events);
  const absorbed = events.filter((event) => journal.absorbs(structuredClone(event)));
  assertEquals(absorbed, events.filter(({ type }) => type !== "finished"));
  assertEquals(events.filter((event) => journal.absorbs(event)), []);
});

Deno.test("Journal absorbs no event but those of its log", () => {
  const best = { type: "best", step: 1, candidate: "a", score: 1, parameters: {} } as const;
  const compared: RunEvent = {
    type: "compared",
    step: 1,
    candidate: "a",
    against: "b",
    score: 1,
    againstScore: 0,
    isAccepted: true,
    reason: "",
  };
  const others: RunEvent[] = [
    { ...best, step: 2 },
    { ...best, candidate: "b" },
    compared,
    { type: "warning", step: 1, code: "careful", message: "b" },
    { type: "model-trouble", step: 1, kind: "retry", reason: "a" },
    { type: "step", step: 1, steps: 2, current: null, best: null, spent: nothingSpent },
    evaluated("a", 1, 0),
    proposed(1, 0, 1),
  ];
  const known: RunEvent[] = [
    best,
    { type: "warning", step: 1, code: "careful", message: "a" },
    { type: "step", step: 2, steps: 2, current: null, best: null, spent: nothingSpent },
    evaluated("a", 0, 0),
    proposed(1, 0, 0),
    { type: "resumed", step: 1, at: "" },
  ];
  const journal = new Journal(known);
  assertEquals(others.filter((event) => journal.absorbs(event)), []);
  assertEquals(journal.absorbs({ type: "resumed", step: 1, at: "" }), false);
  assertEquals(new Journal().absorbs(best), false);
  assertEquals(new Journal([best]).absorbs(best), true);
  assertEquals(journal.absorbs(best), true);
});
