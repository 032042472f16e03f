import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { BudgetError, ModelError } from "../../src/errors.ts";
import {
  type AttemptResult,
  type ContextRequest,
  type PipelineOptions,
  proposeChanges,
  type SuggestionAttempt,
  type ValidationRequest,
} from "../../src/optimizer/propose_changes.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import type { Answer, Proposal } from "../../src/problem/proposal.ts";
import type { ProposeContext, Proposer } from "../../src/problem/proposer.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { numberState } from "./problems.ts";

/** Two numbers, 1 and 2. */
const problem: Problem = {
  objective: "",
  parameters: [numberState("x", 1), numberState("y", 2)],
  feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
};

const suggestion = (values: Record<string, unknown>, reasoning = "so"): Proposal => ({
  kind: "suggestion",
  values,
  reasoning,
});

/** A step of the script: an answer, or an error in its place. */
type Step = Answer | Error;

interface SetUpOptions extends Partial<PipelineOptions> {
  readonly count?: number;
}

/** Takes scripted answers through the pipeline; numbers above 10 are refused. */
async function run(steps: readonly Step[], { count = 1, ...options }: SetUpOptions = {}) {
  const contexts: ProposeContext[] = [];
  const attempts: (readonly [SuggestionAttempt, AttemptResult])[] = [];
  const requests: ValidationRequest[] = [];
  const proposer: Proposer = {
    name: "scripted",
    propose(_problem, context) {
      const step = steps[contexts.push(context) - 1];
      if (step === undefined || step instanceof Error) return Promise.reject(step);
      return Promise.resolve(step);
    },
  };
  const results = await proposeChanges(proposer, problem, {
    contextOf: () => proposeContext<unknown>({ count }),
    validate(request) {
      requests.push(request);
      const entries = Object.entries(request.changes);
      const isFine = ([, value]: [string, unknown]) => Number(value) <= 10;
      return Promise.resolve({
        values: Object.fromEntries(entries.filter(isFine)),
        rejections: entries.filter((entry) => !isFine(entry))
          .map(([parameter, value]) => ({ parameter, value, reason: "too large" })),
      });
    },
    onResult: (attempt, result) => void attempts.push([attempt, result]),
    ...options,
  });
  return { results, contexts, attempts, requests };
}

Deno.test("proposeChanges() gives the changes of a suggestion with its reasons", async () => {
  const { results, attempts, requests } = await run([suggestion({ x: "5", y: 2 })]);
  const result = { outcome: "suggestion", changes: { x: 5 }, rejections: [], reasoning: "so" };
  assertEquals(results, [result as AttemptResult]);
  assertEquals(attempts, [[{ suggestion: 0, attempt: 0 }, result as AttemptResult]]);
  assertEquals(requests, [{ suggestion: 0, attempt: 0, accepted: {}, changes: { x: 5 } }]);
});

Deno.test("proposeChanges() says so when the suggested values are the current ones", async () => {
  const { results, requests } = await run([suggestion({ x: 1 })]);
  assertEquals(results[0]?.reason, "the suggested values are the current ones");
  assertEquals(requests, []);
  // Projection may make a new value the current one.
  const rounded = await run([suggestion({ x: 1.2 })], {
    validate: () => Promise.resolve({ values: { x: 1 }, rejections: [] }),
  });
  assertEquals([rounded.results[0]?.changes, rounded.results[0]?.reason], [
    {},
    "the suggested values are the current ones",
  ]);
  const refused = await run([suggestion({ x: 99 })], { repairs: 0 });
  assertEquals(refused.results[0]?.reason, undefined);
});

Deno.test("proposeChanges() asks for a context of each attempt at each suggestion", async () => {
  const attempts: ContextRequest[] = [];
  const answer: Answer = {
    kind: "several",
    proposals: [suggestion({ x: 2 }), suggestion({ y: 70 })],
  };
  await run([answer, suggestion({ y: 80 }), suggestion({ y: 7 })], {
    contextOf(attempt) {
      attempts.push(attempt);
      return proposeContext<unknown>({ count: 2 });
    },
  });
  assertEquals(attempts, [
    { suggestion: 0, attempt: 0, accepted: {} },
    { suggestion: 1, attempt: 1, accepted: {} },
    { suggestion: 1, attempt: 2, accepted: {} },
  ]);
});

Deno.test("proposeChanges() repairs a refused suggestion twice, and keeps values that passed", async () => {
  const { results, contexts, requests, attempts } = await run([
    suggestion({ x: 5, y: 70 }),
    suggestion({ y: 80 }),
    suggestion({ y: 7 }, "better"),
  ]);
  assertEquals(results, [
    { outcome: "suggestion", changes: { x: 5, y: 7 }, rejections: [], reasoning: "better" },
  ]);
  assertEquals(requests.map(({ accepted, attempt }) => [accepted, attempt]), [
    [{}, 0],
    [{ x: 5 }, 1],
    [{ x: 5 }, 2],
  ]);
  assertEquals(attempts.map(([{ attempt }]) => attempt), [0, 1, 2]);
  assertEquals(contexts.map(({ repair }) => repair), [
    undefined,
    {
      suggestion: 0,
      count: 1,
      refusals: [{
        values: { x: 5, y: 70 },
        rejections: [{ parameter: "y", value: 70, reason: "too large" }],
      }],
    },
    {
      suggestion: 0,
      count: 1,
      refusals: [70, 80].map((y) => ({
        values: y === 70 ? { x: 5, y } : { y },
        rejections: [{ parameter: "y", value: y, reason: "too large" }],
      })),
    },
  ]);
});

Deno.test("proposeChanges() asks for as many repairs as its options say, else three", async () => {
  const refused = Array(9).fill(suggestion({ x: 99 }));
  for (const [repairs, asks] of [[undefined, 4], [0, 1], [1, 2], [5, 6]] as const) {
    const options = repairs === undefined ? {} : { repairs };
    const { contexts, results } = await run(refused, options);
    assertEquals(contexts.length, asks);
    assertEquals(results[0]?.rejections.length, 1);
  }
});

Deno.test("proposeChanges() has each of several suggestions repaired by itself", async () => {
  const several: Answer = {
    kind: "several",
    proposals: [suggestion({ x: 3 }), suggestion({ x: 99 }), suggestion({ y: 4 })],
  };
  const { results, contexts } = await run([several, suggestion({ x: 9 })], { count: 2 });
  assertEquals(results.map(({ changes }) => changes), [{ x: 3 }, { x: 9 }]);
  assertEquals(contexts.map(({ count, repair }) => [count, repair?.suggestion]), [
    [2, undefined],
    [1, 1],
  ]);
});

Deno.test("proposeChanges() takes the first of several answers to a repair", async () => {
  const several: Answer = {
    kind: "several",
    proposals: [suggestion({ x: 3 }), suggestion({ x: 4 })],
  };
  const { results } = await run([suggestion({ x: 99 }), several]);
  assertEquals(results.map(({ changes }) => changes), [{ x: 3 }]);
  const none = await run([suggestion({ x: 99 }), { kind: "several", proposals: [] }]);
  assertEquals(none.results[0]?.rejections.length, 1);
});

Deno.test("proposeChanges() has an unusable answer repaired where there is a text to show", async () => {
  const unusable = (text?: string): Proposal => ({
    kind: "unusable",
    reason: "no JSON",
    ...(text === undefined ? {} : { text }),
  });
  const { results, contexts } = await run([unusable("hm"), suggestion({ x: 3 })]);
  assertEquals(results[0]?.changes, { x: 3 });
  assertEquals(contexts[1]?.repair?.refusals, [
    { text: "hm", values: {}, rejections: [], reason: "no JSON" },
  ]);
  const silent = await run([unusable()]);
  assertEquals(silent.results, [
    { outcome: "unusable", changes: {}, rejections: [], reason: "no JSON" },
  ]);
  assertEquals(silent.contexts.length, 1);
});

Deno.test("proposeChanges() shows a refused suggestion's text in its repair", async () => {
  const { contexts } = await run([
    { kind: "suggestion", values: { x: 99 }, reasoning: "", text: "as it came" },
    suggestion({ x: 3 }),
  ]);
  assertEquals(contexts[1]?.repair?.refusals[0]?.text, "as it came");
});

Deno.test("proposeChanges() asks no further when there is nothing to change", async () => {
  const nothing: Proposal = { kind: "nothing", reasoning: "content", text: "{}" };
  const { results, contexts } = await run([nothing]);
  assertEquals(results, [
    { outcome: "nothing", changes: {}, rejections: [], reasoning: "content" },
  ]);
  assertEquals(contexts.length, 1);
});

Deno.test("proposeChanges() keeps the earlier result when a repair brings nothing", async () => {
  for (
    const repair of [
      { kind: "nothing", reasoning: "I give up" },
      { kind: "unusable", reason: "no JSON" },
      new ModelError("overloaded"),
    ] as Step[]
  ) {
    const { results } = await run([suggestion({ x: 5, y: 70 }), repair]);
    assertEquals(results[0]?.changes, { x: 5 });
    assertEquals([results[0]?.outcome, results[0]?.rejections.length], ["suggestion", 1]);
  }
});

Deno.test("proposeChanges() rejects when the first ask fails, and when no later call can succeed", async () => {
  const fatal = new ModelError("no such key", { isFatal: true });
  const spent = new BudgetError("calls", "spent");
  await assertRejects(() => run([new ModelError("overloaded")]), ModelError, "overloaded");
  await assertRejects(() => run([suggestion({ x: 99 }), fatal]), ModelError, "no such key");
  await assertRejects(() => run([suggestion({ x: 99 }), spent]), BudgetError);
});

Deno.test("proposeChanges() ends after all suggestions, whichever failed", async () => {
  const ended: number[] = [];
  const several: Answer = {
    kind: "several",
    proposals: [suggestion({ x: 3 }), suggestion({ x: 4 })],
  };
  const broken = new Error("the sandbox is broken");
  const error = await run([several], {
    count: 2,
    async validate({ suggestion, changes }) {
      if (suggestion === 0) throw broken;
      for (let turn = 0; turn < 9; turn++) await Promise.resolve();
      ended.push(suggestion);
      return { values: changes, rejections: [] };
    },
  }).catch((error: unknown) => error);
  assertStrictEquals(error, broken);
  assertEquals(ended, [1]);
});

Deno.test("proposeChanges() takes a known result in place of checking, and reports it", async () => {
  const known: AttemptResult = { outcome: "suggestion", changes: { x: 8 }, rejections: [] };
  const { results, attempts, requests } = await run([suggestion({ x: 5 })], {
    known: ({ attempt }) => attempt === 0 ? known : undefined,
  });
  assertEquals([results, requests], [[known], []]);
  assertStrictEquals(attempts[0]?.[1], known);
});

Deno.test("proposeChanges() marks results that the clock decided", async () => {
  for (const isByClock of [true, false]) {
    const { results } = await run([suggestion({ x: 5 })], {
      validate: ({ changes }) => Promise.resolve({ values: changes, rejections: [], isByClock }),
    });
    assertEquals(results[0]?.isByClock, isByClock ? true : undefined);
    assertEquals("isByClock" in (results[0] ?? {}), isByClock);
  }
});

Deno.test("proposeChanges() joins refusals of the projection and of the validation", async () => {
  const problem = suggestion({ z: 1, "x ": 3, x: 99, y: 5 });
  const { results } = await run([problem], { repairs: 0 });
  assertEquals(results[0]?.rejections.map(({ reason }) => reason), [
    "the variable x is named more than once",
  ]);
  assertEquals(results[0]?.changes, { x: 3, y: 5 });
  assertEquals(results[0]?.notes, ["z is no variable: left out"]);
  const cut = { parameter: "x", value: null, reason: "it was cut off" };
  const lost: Proposal = {
    kind: "suggestion",
    values: { y: 99 },
    reasoning: "",
    rejections: [cut],
  };
  const { results: [partial] } = await run([lost], { repairs: 0 });
  assertEquals(partial?.rejections.map(({ reason }) => reason), ["it was cut off", "too large"]);
});

Deno.test("proposeChanges() hands the answer of the first ask on, and no repair's", async () => {
  const answers: Answer[] = [];
  const first: Answer = { ...suggestion({ x: 99 }), memory: 1 };
  await run([first, { ...suggestion({ x: 3 }), memory: 2 }], {
    onAnswer: (answer) => void answers.push(answer),
  });
  assertEquals(answers, [first]);
});

Deno.test("proposeChanges() refuses answers that are no proposals, alone or among several", async () => {
  const odd: readonly unknown[] = [
    undefined,
    null,
    5,
    {},
    { kind: "other" },
    { kind: "other", values: {} },
    { kind: "suggestion" },
    { kind: "suggestion", values: null },
    { kind: "suggestion", values: "x" },
    { kind: "several" },
    { kind: "several", proposals: {} },
    { kind: "several", proposals: [suggestion({}), 5] },
    { kind: "several", proposals: [{ kind: "several", proposals: [] }] },
  ];
  for (const answer of odd) {
    const proposer: Proposer = {
      name: "odd",
      propose: () => Promise.resolve(answer as Answer), // as: untyped code may answer anything
    };
    const error = await assertRejects(
      () =>
        proposeChanges(proposer, problem, {
          contextOf: () => proposeContext<unknown>({ count: 2 }),
          validate: () => Promise.resolve({ values: {}, rejections: [] }),
        }),
      TypeError,
      'Cannot use the answer of "odd" as a proposal: received ',
    );
    assert(error.message.length < 300);
  }
  const fine = await run([{ kind: "several", proposals: [] }]);
  assertEquals(fine.results, []);
});
