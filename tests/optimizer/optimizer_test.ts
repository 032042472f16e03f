import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { z } from "zod";
import { ModelError, UsageError } from "../../src/errors.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import { type ScriptedAnswer, scriptedModel } from "../../src/model/scripted_model.ts";
import { Optimizer, type OptimizerOptions } from "../../src/optimizer/optimizer.ts";
import type { StepEvent } from "../../src/optimizer/step_event.ts";
import { Opro } from "../../src/optimizer/opro.ts";
import { OptoPrime } from "../../src/optimizer/optoprime.ts";
import type { Answer, Proposal } from "../../src/problem/proposal.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { ProposeContext, Proposer } from "../../src/problem/proposer.ts";
import { sumPropagator } from "../../src/propagate/sum_propagator.ts";
import type { FeedbackInput } from "../../src/trace/feedback.ts";
import { type Node, node, parameter } from "../../src/trace/node.ts";

function answer(suggestion: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ reasoning: "as asked", suggestion });
}

/** Two numbers whose product should grow, and an optimizer with these answers. */
function product(
  answers: readonly ScriptedAnswer[],
  options: { readonly repairs?: number } = {},
) {
  const x = parameter(-1, { name: "x" });
  const y = parameter(2, { name: "y", schema: z.number().max(10) });
  const model = scriptedModel(answers);
  const optimizer = new OptoPrime([x, y], { model, objective: "Grow.", ...options });
  const judge = () => {
    optimizer.zeroFeedback();
    optimizer.backward(x.mul(y).add(1), "The output should be larger.");
  };
  const prompt = (call: number) => model.requests[call]?.messages[1]?.content ?? "";
  return { x, y, model, optimizer, judge, prompt };
}

Deno.test("step() applies what the model suggests, and the next run computes with it", async () => {
  const p = product([answer({ x: "4" })]);
  p.judge();
  const outcome = await p.optimizer.step();
  assertEquals(outcome, {
    kind: "updated",
    changes: { x: 4 },
    rejected: [],
    reasoning: "as asked",
  });
  assertEquals(p.x.mul(p.y).add(1).data, 9);
  assertStringIncludes(p.prompt(0), "The objective: Grow.");
});

Deno.test("propose() says what a step would do and does nothing", async () => {
  const p = product([answer({ x: 4 }), answer({ x: 4 })]);
  p.judge();
  const outcome = await p.optimizer.propose();
  assertEquals([outcome.kind, outcome.changes], ["updated", { x: 4 }]);
  assertEquals([p.x.data, p.optimizer.history.size], [-1, 0]);
  await p.optimizer.step();
  assertEquals(p.model.requests[0], p.model.requests[1]);
});

Deno.test("step() remembers what was tried, and shows it in the next step", async () => {
  const p = product([answer({ x: 4 }), answer({ x: 5 })]);
  p.judge();
  await p.optimizer.step();
  p.judge();
  await p.optimizer.step();
  assertNotMatch(p.prompt(0), /#History/);
  assertMatch(p.prompt(1), /#Variables\nlet x: number = 4;/);
  assertMatch(p.prompt(1), /#History\nStep 0, the start: no score\nlet x: number = -1;/);
  assertEquals(p.optimizer.history.latest(9).map(({ values }) => values.x), [-1, 4]);
});

Deno.test("step() repairs twice and more as its options allow, in one growing conversation", async () => {
  const answers = [answer({ y: 70 }), answer({ y: 80 }), answer({ y: 90 }), answer({ y: 7 })];
  const p = product(answers, { repairs: 3 });
  p.judge();
  assertEquals((await p.optimizer.step()).changes, { y: 7 });
  assertEquals(p.model.requests.map(({ messages }) => messages.length), [2, 4, 6, 8]);
  const [first, ...repairs] = p.model.requests;
  for (const { messages } of repairs) assertEquals(messages.slice(0, 2), first?.messages);
  const none = product([answer({ y: 70 })], { repairs: 0 });
  none.judge();
  assertEquals((await none.optimizer.step()).kind, "unusable");
});

Deno.test("step() has refused values repaired once, and keeps those that stand", async () => {
  const p = product([answer({ x: 4, y: 70 }), answer({ y: 7 })]);
  p.judge();
  const outcome = await p.optimizer.step();
  assertEquals([outcome.kind, outcome.changes, outcome.rejected], ["updated", { x: 4, y: 7 }, []]);
  assertStringIncludes(p.model.requests[1]?.messages.at(-1)?.content ?? "", "y = 70\n");
});

Deno.test("step() applies what stands and reports the rest when repairs fail too", async () => {
  const bad = [answer({ y: 90 }), answer({ z: 1 }), answer({ y: 80, z: 1 })];
  const p = product([answer({ x: 4, y: 70 }), ...bad]);
  p.judge();
  const { kind, changes, rejected } = await p.optimizer.step();
  assertEquals([kind, changes], ["updated", { x: 4 }]);
  assertEquals(rejected.map(({ parameter, value }) => [parameter, value]), [["y", 80]]);
  assertEquals([p.x.data, p.y.data, p.model.requests.length], [4, 2, 4]);
});

Deno.test("step() is unusable when nothing suggested can be applied", async () => {
  const p = product([
    answer({ y: "much" }),
    answer({ y: 97 }),
    answer({ y: 98 }),
    answer({ y: 99 }),
  ]);
  p.judge();
  const { kind, rejected } = await p.optimizer.step();
  assertEquals([kind, rejected.length, p.y.data], ["unusable", 1, 2]);

  const q = product(["I cannot.", "Really not.", "No.", "Never."]);
  q.judge();
  const outcome = await q.optimizer.step();
  assertEquals([outcome.kind, outcome.reasoning], ["unusable", "it holds no JSON object"]);
});

Deno.test("step() finds nothing to change in equal values, an empty suggestion, or no feedback", async () => {
  const p = product([answer({ x: -1 }), answer({})]);
  p.judge();
  assertEquals((await p.optimizer.step()).kind, "nothing");
  assertEquals((await p.optimizer.step()).kind, "nothing");
  p.optimizer.zeroFeedback();
  assertEquals((await p.optimizer.step()).kind, "nothing");
  assertEquals(p.model.requests.length, 2);
});

Deno.test("step() does not change a parameter that no feedback reached", async () => {
  const [used, stray] = [parameter(1, { name: "used" }), parameter(7, { name: "stray" })];
  const model = scriptedModel([{ used: 2, stray: 8 }].map(answer));
  const optimizer = new OptoPrime([used, stray], { model });
  optimizer.backward(used.add(1), "more");
  const { changes, notes } = await optimizer.step();
  assertEquals([changes, stray.data], [{ used: 2 }, 7]);
  assertEquals(notes, ["stray is no variable: left out"]);
});

Deno.test("step() rejects with the model's error and leaves the parameters as they were", async () => {
  const p = product([new ModelError("no")]);
  p.judge();
  await assertRejects(() => p.optimizer.step(), ModelError, "no");
  assertEquals([p.x.data, p.optimizer.history.size], [-1, 0]);
});

Deno.test("new OptoPrime() refuses an empty list and what is no parameter", () => {
  const model = scriptedModel([]);
  assertThrows(() => new OptoPrime([], { model }), TypeError, "empty list");
  assertThrows(() => new OptoPrime([node(1, { name: "one" })], { model }), TypeError, '"one"');
  const wrong = [5] as unknown as Node[]; // as: what a program without types may pass
  assertThrows(() => new OptoPrime(wrong, { model }), TypeError, "received number");
});

Deno.test("optimizers share parameters and keep memories of their own", async () => {
  const x = parameter(1, { name: "x" });
  const optimizers = [2, 3].map((value) =>
    new OptoPrime([x], { model: scriptedModel([answer({ x: value })]) })
  );
  for (const optimizer of optimizers) {
    optimizer.zeroFeedback();
    optimizer.backward(x.add(1), "more");
    await optimizer.step();
  }
  assertEquals(x.data, 3);
  const remembered = optimizers.map(({ history }) =>
    history.latest(9).map(({ values }) => values.x)
  );
  assertEquals(remembered, [[1], [2]]);
});

Deno.test("Opro() asks without the trace", async () => {
  const x = parameter(1, { name: "x" });
  const model = scriptedModel([answer({ x: 2 })]);
  const optimizer = new Opro([x], { model });
  optimizer.backward(x.add(1), { score: 0.5, feedback: "more" });
  assertEquals((await optimizer.step()).changes, { x: 2 });
  assertNotMatch(model.requests[0]?.messages[1]?.content ?? "", /#Code|#Outputs/);
});

/** A proposer with these answers, and the contexts that it was given. */
function listening<Memory = undefined>(
  answers: readonly Answer<Memory>[],
  more: Partial<Proposer<Memory>> = {},
) {
  const contexts: ProposeContext<Memory>[] = [];
  const proposer: Proposer<Memory> = {
    name: "listening",
    propose(_problem, context) {
      const answer = answers[contexts.push(context) - 1];
      return answer ? Promise.resolve(answer) : Promise.reject(new ModelError("no answer is left"));
    },
    ...more,
  };
  return { proposer, contexts };
}

const suggestion = (values: Readonly<Record<string, unknown>>) =>
  ({ kind: "suggestion", values, reasoning: "as asked" }) as const;

/** One number, and an optimizer over a proposer of these answers. */
function single<Memory = undefined>(
  answers: readonly Answer<Memory>[],
  more: Partial<Proposer<Memory>> = {},
  options: OptimizerOptions = {},
) {
  const x = parameter(1, { name: "x" });
  const { proposer, contexts } = listening(answers, more);
  const optimizer = new Optimizer([x], proposer, options);
  const judge = (feedback: FeedbackInput = "more") => {
    optimizer.zeroFeedback();
    optimizer.backward(x.add(1), feedback);
  };
  return { x, optimizer, contexts, judge };
}

/** The comparison with an earlier step of one parameter. */
const besideX = ({ step, x, score, otherScore }: {
  readonly step: number;
  readonly x: number;
  readonly score: number | null;
  readonly otherScore: number | null;
}) => ({
  step,
  values: { x },
  score,
  otherScore,
  failed: 0,
  otherFailed: 0,
  otherMetrics: {},
  isUnchanged: false,
});

Deno.test("step() records the values that were judged, with their feedback and number", async () => {
  const { optimizer, judge } = single([suggestion({ x: 2 }), suggestion({ x: 3 })]);
  judge({ score: 0.5, feedback: "more" });
  await optimizer.step();
  judge("still more");
  await optimizer.step();
  assertEquals(optimizer.history.latest(9), [
    {
      step: 0,
      values: { x: 1 },
      score: 0.5,
      scores: {},
      feedback: "more",
      outputs: "add0: 2",
      metrics: {},
      isAccepted: true,
    },
    {
      step: 1,
      values: { x: 2 },
      score: null,
      scores: {},
      feedback: "still more",
      outputs: "add0: 3",
      metrics: {},
      isAccepted: true,
      comparison: besideX({ step: 0, x: 1, otherScore: 0.5, score: null }),
    },
  ]);
});

Deno.test("step() gives its proposer the history, the last trial, and one suggestion to make", async () => {
  const random = () => 0.5;
  const { signal } = new AbortController();
  const nothing = { kind: "nothing", reasoning: "content" } as const;
  const { optimizer, contexts, judge } = single(
    [suggestion({ x: 2 }), nothing, nothing],
    {},
    { random },
  );
  judge();
  await optimizer.step();
  judge({ score: 3 });
  await optimizer.step({ signal });
  await optimizer.step();
  assertEquals(contexts.map(({ count, model, history }) => [count, model, history.size]), [
    [1, null, 0],
    [1, null, 1],
    [1, null, 2],
  ]);
  assertEquals(contexts.map((context) => context.random), [random, random, random]);
  assertEquals(contexts.map((context) => context.signal), [undefined, signal, undefined]);
  assertEquals("signal" in contexts[0]!, false); // !: three asks
  assertEquals(contexts.map(({ previous }) => previous), [
    [],
    [{
      step: 1,
      values: { x: 2 },
      score: 3,
      scores: {},
      feedback: "",
      outputs: "add0: 3",
      metrics: {},
      isAccepted: true,
      comparison: besideX({ step: 0, x: 1, otherScore: null, score: 3 }),
    }],
    [null],
  ]);
  const plain = single([nothing]);
  plain.judge();
  await plain.optimizer.step();
  assertEquals(plain.contexts[0]?.random, Math.random);
});

Deno.test("step() gives a proposer the memory of its last answer, a copy that propose() leaves", async () => {
  const memory = { seen: [1] };
  const { optimizer, contexts, judge } = single<{ readonly seen: readonly number[] }>([
    { ...suggestion({ x: 2 }), memory },
    { ...suggestion({ x: 3 }), memory: { seen: [2] } },
    { kind: "nothing", reasoning: "" },
    { kind: "nothing", reasoning: "" },
  ], { initialMemory: { seen: [] } });
  const judgeAnew = () => {
    optimizer.zeroFeedback();
    judge();
  };
  judge();
  await optimizer.step();
  memory.seen.push(9);
  judgeAnew();
  await optimizer.propose();
  await optimizer.step();
  judgeAnew();
  await optimizer.step();
  assertEquals(contexts.map((context) => context.memory.seen), [[], [1], [1], [1]]);
});

Deno.test("step() refuses memory that its proposer does not declare", async () => {
  const undeclared = single<number>([{ kind: "nothing", reasoning: "", memory: 1 }]);
  undeclared.judge();
  await assertRejects(() => undeclared.optimizer.step(), UsageError, "without initialMemory");
});

Deno.test("step() changes nothing without feedback, and asks no proposer", async () => {
  const { optimizer, contexts } = single([]);
  assertEquals(await optimizer.step(), {
    kind: "nothing",
    changes: {},
    rejected: [],
    reasoning: "No feedback reached any parameter.",
  });
  assertEquals(contexts.length, 0);
});

Deno.test("step() passes the messages of a propagator on", async () => {
  const problems: Problem[] = [];
  const x = parameter(1, { name: "x" });
  const optimizer = new Optimizer([x], {
    name: "reading",
    propose(problem) {
      problems.push(problem);
      return Promise.resolve({ kind: "nothing", reasoning: "" });
    },
  }, { objective: "Grow." });
  optimizer.backward(x.add(1), { score: 2 }, { propagator: sumPropagator });
  await optimizer.step();
  assertEquals(problems.map(({ objective, messages }) => [objective, messages]), [
    ["Grow.", { x: [{ score: 2 }] }],
  ]);
  const plain = single([{ kind: "nothing", reasoning: "" }], {});
  plain.judge();
  assertEquals((await plain.optimizer.step()).kind, "nothing");
});

Deno.test("backward() hands its options on", () => {
  const { x, optimizer } = single([]);
  const out = x.add(1);
  optimizer.backward(out, "more", { retainGraph: true });
  optimizer.backward(out, "again");
  assertThrows(() => optimizer.backward(out, "and again"), TypeError);
});

Deno.test("step() applies the first suggestion with changes, and reports the first where none has any", async () => {
  const several = (...proposals: readonly Proposal[]) => ({ kind: "several", proposals }) as const;
  const outcomeOf = async (answer: Answer) => {
    const { optimizer, judge } = single([answer]);
    judge();
    const { kind, changes, reasoning } = await optimizer.step();
    return [kind, changes, reasoning];
  };
  // One suggestion is wanted: more are cut.
  assertEquals(await outcomeOf(several(suggestion({ x: 5 }), suggestion({ x: 6 }))), [
    "updated",
    { x: 5 },
    "as asked",
  ]);
  assertEquals(await outcomeOf(several()), ["nothing", {}, "Nothing was suggested."]);
  assertEquals(await outcomeOf({ kind: "unusable", reason: "no idea" }), [
    "unusable",
    {},
    "no idea",
  ]);
  assertEquals(await outcomeOf({ kind: "nothing", reasoning: "content" }), [
    "nothing",
    {},
    "content",
  ]);
  const silent = { kind: "nothing" } as Proposal; // as: untyped code may leave the reasons out
  assertEquals(await outcomeOf(silent), ["nothing", {}, ""]);
});

Deno.test("step() reports model calls, retries and checked suggestions", async () => {
  const x = parameter(1, { name: "x" });
  const usage = { promptTokens: 3, completionTokens: 2, usd: 0.5 };
  const text = '{"suggestion": {"x": 2}}';
  const retry = { attempt: 1, reason: "busy", waitMs: 0 };
  const price = { promptUsd: 1, completionUsd: 2 };
  const seen: unknown[] = [];
  const model: LanguageModel = {
    name: "m",
    price,
    generate(_request, { signal, onRetry } = {}) {
      onRetry?.(retry);
      seen.push(signal);
      return Promise.resolve({ text, finishReason: "stop", usage, model: "m" });
    },
  };
  const asking: Proposer = {
    name: "asking",
    async propose(_problem, context) {
      seen.push([context.model?.name, context.model?.price]);
      const request = { messages: [{ role: "user" as const, content: "x?" }] };
      await context.model?.generate(request, { ...context.signal && { signal: context.signal } });
      return suggestion({ x: 2 });
    },
  };
  const { signal } = new AbortController();
  const events: StepEvent[] = [];
  const optimizer = new Optimizer([x], asking, { model });
  optimizer.backward(x.add(1), "more");
  await optimizer.propose({ signal, onEvent: (event) => void events.push(event) });
  const [first, exchange, attempt, ...rest] = events;
  assertEquals(first, { kind: "retry", retry });
  assert(exchange?.kind === "exchange" && attempt?.kind === "attempt");
  assertEquals([exchange.text, exchange.usage], [text, usage]);
  assertMatch(exchange.promptHash, /^[0-9a-f]{16,}$/);
  assertEquals([attempt.suggestion, attempt.attempt, attempt.result.changes], [0, 0, { x: 2 }]);
  assertEquals(rest, []);
  await optimizer.propose(); // no listener: the model itself is asked
  assertEquals(seen, [["m", price], signal, ["m", price], undefined]);
});

Deno.test("new Optimizer() names its parameters, and what it refuses", () => {
  const { proposer } = listening([]);
  const twins = [parameter(1, { name: "w" }), parameter(2, { name: "w" })];
  const { parameters } = new Optimizer(twins, proposer);
  assertEquals([...parameters.keys()], ["w0", "w1"]);
  const one = node(1, { name: "one" });
  assertThrows(
    () => new Optimizer([one], proposer),
    TypeError,
    'Cannot optimize "one" as a parameter: received a value node',
  );
  const wrong = [5] as unknown as Node[]; // as: untyped code may pass anything
  assertThrows(
    () => new Optimizer(wrong, proposer),
    TypeError,
    'Cannot optimize "5" as a parameter: received number',
  );
  const long = [Array(99).fill("item")] as unknown as Node[]; // as above
  const { message } = assertThrows(() => new Optimizer(long, proposer), TypeError);
  assertEquals(/"(.*)" as a parameter/.exec(message)?.[1]?.length, 60);
  const none = undefined as unknown as Node[]; // as: untyped code may pass anything
  assertThrows(() => new Optimizer(none, proposer), TypeError, "empty list of parameters");
});

Deno.test("the history says whether a step was better, worse or equal, and never that all were kept", async () => {
  const p = product([2, 3, 4, 5].map((x) => answer({ x })));
  for (const score of [0.5, 0.7, 0.2, 0.2]) {
    p.optimizer.zeroFeedback();
    p.optimizer.backward(p.x.mul(1), { score, feedback: "so" });
    await p.optimizer.step();
  }
  const compared = p.optimizer.history.latest(9).map(({ comparison }) => comparison?.step);
  assertEquals(compared, [undefined, 0, 1, 2]);
  assertMatch(p.prompt(3), /Step 0, the start: score 0\.5\n/);
  assertMatch(
    p.prompt(3),
    /Step 1: better by 0\.2 than step 0 \(0\.7, step 0: 0\.5\)\nx: -1 → 2\n/,
  );
  assertMatch(p.prompt(3), /Step 2: worse by 0\.5 than step 1 \(0\.2, step 1: 0\.7\)\nx: 2 → 3\n/);
  assertNotMatch(p.prompt(3), /kept/);
});

Deno.test("restore() goes on where save() was called, also by way of JSON", async () => {
  const [first, second] = [1, 2].map(() => product([answer({ x: 4 }), answer({ x: 6 })]));
  first!.judge(); // !: two of them
  await first!.optimizer.step();
  const saved = JSON.parse(JSON.stringify(first!.optimizer.save()));
  second!.judge();
  second!.optimizer.restore(saved);
  assertEquals([second!.x.data, second!.optimizer.history.size], [4, 1]);
  for (const each of [first!, second!]) {
    each.optimizer.zeroFeedback();
    each.judge();
    await each.optimizer.step();
  }
  assertEquals(second!.model.requests.at(-1), first!.model.requests.at(-1));
  assertMatch(second!.prompt(0), /#History\nStep 0, the start: no score\nlet x: number = -1;/);
});

Deno.test("step() shows what was refused in later steps, also after restore()", async () => {
  const answers = [answer({ y: 70 }), answer({ x: 4 }), answer({ x: 5 })];
  const [first, second] = [product(answers, { repairs: 0 }), product(answers, { repairs: 0 })];
  first.judge();
  await first.optimizer.step();
  first.optimizer.zeroFeedback();
  first.judge();
  await first.optimizer.step();
  assertNotMatch(first.prompt(0), /Refused/);
  assertMatch(first.prompt(1), /\n\nRefused, and so never run:\nStep 1: y: 70: /);
  second.optimizer.restore(JSON.parse(JSON.stringify(first.optimizer.save())));
  assertEquals(second.optimizer.history.refusals(9), first.optimizer.history.refusals(9));
  assertEquals(second.optimizer.history.refusals(9).map(({ count }) => count), [1]);
});

Deno.test("restore() keeps exact values and the proposer's memory", async () => {
  const open = () => {
    const exact = parameter({ big: 12n, none: -0, when: new Date(5) }, { name: "exact" });
    const memories: unknown[] = [];
    const optimizer = new Optimizer<unknown>([exact], {
      name: "counting",
      initialMemory: 0,
      propose(_problem, { memory }) {
        memories.push(memory);
        return Promise.resolve({ kind: "nothing", reasoning: "", memory: Number(memory) + 1 });
      },
    });
    return { exact, optimizer, memories };
  };
  const first = open();
  first.optimizer.backward(first.exact, "so");
  await first.optimizer.step();
  const second = open();
  second.optimizer.restore(JSON.parse(JSON.stringify(first.optimizer.save())));
  assertEquals(second.exact.data, { big: 12n, none: -0, when: new Date(5) });
  second.optimizer.backward(second.exact, "so");
  await second.optimizer.step();
  assertEquals(second.memories, [1]);
});

Deno.test("restore() refuses what is no saved state of the same optimizer, and changes nothing then", () => {
  const p = product([]);
  const saved = p.optimizer.save();
  const cases: readonly (readonly [unknown, string])[] = [
    [null, "received object"],
    ["text", "received string"],
    [{ ...saved, kind: "module" }, "received kind module"],
    [{ ...saved, version: 2 }, "version 2"],
    [{ ...saved, proposer: "opro" }, 'one of "opro", this one asks "optoprime"'],
    [{ ...saved, parameters: { x: 1 } }, 'no value of the parameter "y"'],
    [{ ...saved, parameters: { ...saved.parameters, z: 1 } }, 'unknown parameter "z"'],
    [{ ...saved, parameters: 1 }, "no record of values"],
    [{ ...saved, trials: {} }, "no list of trials"],
    [{ ...saved, trials: [{ step: 1 }] }, "no trial as trial 1"],
  ];
  for (const [value, message] of cases) {
    const error = assertThrows(() => p.optimizer.restore(value), Error, message);
    assert(error instanceof TypeError || error instanceof RangeError);
  }
  assertThrows(
    () => p.optimizer.restore({ ...saved, parameters: { x: 5, y: 1_000 } }),
    RangeError,
    'Cannot restore "y"',
  );
  assertEquals([p.x.data, p.y.data], [-1, 2]);
});
