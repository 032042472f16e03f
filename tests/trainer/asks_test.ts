import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { BudgetError, ModelError, UsageError } from "../../src/errors.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { Proposal } from "../../src/problem/proposal.ts";
import type { ProposeContext, Proposer, TrialResult } from "../../src/problem/proposer.ts";
import { ask } from "../../src/model/ask.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { toyEvaluator } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { Asks } from "../../src/trainer/asks.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import { EvaluationModels } from "../../src/trainer/evaluation_models.ts";
import { History } from "../../src/trainer/history.ts";
import { Journal } from "../../src/trainer/journal.ts";
import { Ledger } from "../../src/trainer/ledger.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import type { Trainer } from "../../src/trainer/trainer.ts";

const nothing: Proposal = { kind: "nothing", reasoning: "content" };
const suggestion = (values: Record<string, unknown>): Proposal => ({
  kind: "suggestion",
  values,
  reasoning: "a move",
});

/** A proposer that answers by the context, and the contexts that it was given. */
function listening(
  answer: (context: ProposeContext, ask: number) => Proposal | readonly Proposal[],
  more: Partial<Proposer> = {},
) {
  const contexts: ProposeContext[] = [];
  const optimizer: Proposer = {
    name: "listening",
    propose(_problem, context) {
      const given = answer(context, contexts.push(context) - 1);
      return Promise.resolve(
        "kind" in given ? given : { kind: "several" as const, proposals: given },
      );
    },
    ...more,
  };
  return { optimizer, contexts };
}

const run = (options: ToyRunOptions) => toyRun({ trainer: "minibatch", steps: 1, ...options });

/** The proposals of one-attempt asks in their order; suggestions of one answer are checked at the same time. */
function proposedIn(events: readonly RunEvent[]): readonly EventOf<"proposed">[] {
  return events.filter((event) => event.type === "proposed")
    .sort((one, other) => one.step - other.step || one.proposal - other.proposal);
}

Deno.test("an ask wants the settings' number of suggestions, else the proposer's, else one", async () => {
  const countOf = async (options: ToyRunOptions, more: Partial<Proposer>) => {
    const { optimizer, contexts } = listening(() => nothing, more);
    await run({ ...options, optimizer }).result;
    return contexts[0]?.count;
  };
  assertEquals(await countOf({}, {}), 1);
  assertEquals(await countOf({}, { suggestionCount: () => 3 }), 3);
  assertEquals(await countOf({ proposals: 5 }, { suggestionCount: () => 3 }), 5);
});

Deno.test("an ask may want from 1 to 10,000 suggestions", async () => {
  const outcome = async (count: number) => {
    const { optimizer } = listening(() => nothing, { suggestionCount: () => count });
    return await run({ optimizer }).result;
  };
  for (const count of [1, 10_000]) assertEquals((await outcome(count)).stopReason, "steps");
  for (const count of [0, 1.5, 10_001]) {
    await assertRejects(
      () => outcome(count),
      UsageError,
      `Cannot ask "listening" for "${count}" suggestions: received no whole number from 1 to 10000`,
    );
  }
});

Deno.test("asks of one step number their proposals one after the other, and each step begins at 0", async () => {
  const { optimizer } = listening(({ count }) =>
    Array.from({ length: count }, (_, place) => suggestion({ x: place + 1 }))
  );
  const trainer: Trainer = {
    name: "asking twice",
    async step(context) {
      const [own] = await context.evaluate([context.current], context.nextBatch());
      await context.propose(own!, { count: 2 }); // !: one candidate, one encounter
      await context.propose(own!, { count: 1 });
    },
  };
  const events = await eventsOf(run({ optimizer, trainer, steps: 2 }));
  assertEquals(
    proposedIn(events).map(({ step, proposal }) => [step, proposal]),
    [[1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2]],
  );
  const answers = events.filter((event) => event.type === "answered");
  assertEquals(
    answers.map(({ step, proposal, suggestions }) => [step, proposal, suggestions]),
    [[1, 0, 2], [1, 2, 1], [2, 0, 2], [2, 2, 1]],
  );
});

Deno.test("a proposed event holds the parent, the changes alone and the candidate that they make", async () => {
  const { optimizer } = listening(
    () => [suggestion({ x: 1, y: 0 }), suggestion({ x: 0 }), nothing],
  );
  const events = await eventsOf(run({ optimizer, proposals: 3 }));
  const [started] = events;
  assert(started?.type === "started");
  const [changed, same, none] = proposedIn(events);
  assertEquals([changed?.parent, changed?.changes, changed?.outcome], [
    started.candidate,
    { x: 1 },
    "suggestion",
  ]);
  assertEquals(changed?.candidate?.length, 12);
  assertNotEquals(changed?.candidate, started.candidate);
  assertEquals([same?.candidate, same?.changes, same?.reason], [
    undefined,
    undefined,
    "the suggested values are the current ones",
  ]);
  assertEquals([none?.outcome, none?.reasoning, none?.candidate], [
    "nothing",
    "content",
    undefined,
  ]);
});

Deno.test("context.previous holds the trials of the last answer, null where a suggestion made none", async () => {
  const { optimizer, contexts } = listening((_context, ask) =>
    ask === 0 ? [suggestion({ x: 1 }), nothing, suggestion({ x: 2 })] : nothing
  );
  await run({ optimizer, proposals: 3, steps: 2, batchSize: 5 }).result;
  assertEquals(contexts[0]?.previous, []);
  assertEquals(contexts[1]?.previous.map((trial) => trial && [trial.values, trial.isAccepted]), [
    [{ x: 1, y: 0 }, false],
    null,
    [{ x: 2, y: 0 }, true],
  ]);
});

Deno.test("asks of one step are counted by one memory, and the next step has the trials of all of them", async () => {
  const { optimizer, contexts } = listening((_context, ask) => suggestion({ x: ask + 1 }), {
    initialMemory: 0,
    suggestionCount: ({ memory }) => 1 + Number(memory),
  });
  const remembering: Proposer = {
    ...optimizer,
    propose: async (problem, context) => ({
      ...await optimizer.propose(problem, context),
      memory: Number(context.memory) + 1,
    }),
  };
  const twice: Trainer = {
    name: "twice",
    async step(context) {
      const [own] = await context.evaluate([context.current], context.nextBatch(2));
      const made = [...await context.propose(own!), ...await context.propose(own!)]; // !: one for one
      context.challenge(own!, await context.evaluate(made, own!.examples));
    },
  };
  await run({ optimizer: remembering, trainer: twice, steps: 2 }).result;
  assertEquals(contexts.map(({ ask, count }) => [ask, count]), [[0, 1], [1, 1], [0, 3], [1, 3]]);
  assertEquals(contexts.map(({ previous }) => previous.map((trial) => trial?.values.x)), [
    [],
    [],
    [1, 2],
    [],
  ]);
});

Deno.test("asks have random numbers of their own by step, proposal and attempt", async () => {
  const { optimizer, contexts } = listening(({ repair }) => suggestion({ x: repair ? 1 : 1e6 }));
  await run({ optimizer, steps: 2, seed: 4 }).result;
  assertEquals(contexts.map(({ repair }) => repair !== undefined), [false, true, false, true]);
  const draws = contexts.map(({ random }) => random());
  assertEquals(new Set(draws).size, 4);
  const again = listening(({ repair }) => suggestion({ x: repair ? 1 : 1e6 }));
  await run({ optimizer: again.optimizer, steps: 2, seed: 4 }).result;
  assertEquals(again.contexts.map(({ random }) => random()), draws);
});

Deno.test("an ask that the model does not answer is logged as unusable, and a fatal error ends the run", async () => {
  const failing = (error: Error): Proposer => ({
    name: "failing",
    propose: () => Promise.reject(error),
  });
  const tried = run({ optimizer: failing(new ModelError("overloaded", { advice: "Wait." })) });
  const events = await eventsOf(tried);
  await assertRejects(() => tried.result, ModelError, "never answered");
  const warnings = events.filter((event) => event.type === "warning");
  assertEquals(warnings.map(({ code, advice }) => [code, advice]), [["model-lost", "Wait."]]);
  assertEquals(
    proposedIn(events).map(({ outcome, reason, rejections, proposal, attempt }) => [
      outcome,
      reason,
      rejections,
      proposal,
      attempt,
    ]),
    [["unusable", "overloaded", [], 0, 0]],
  );
  assertEquals(events.find((event) => event.type === "answered")?.suggestions, 1);
  const fatal = new ModelError("no such key", { isFatal: true });
  await assertRejects(() => run({ optimizer: failing(fatal) }).result, ModelError, "no such key");
  const { stopReason, budget } = await run({
    optimizer: failing(new BudgetError("calls", "spent")),
  }).result;
  assertEquals([stopReason, budget], ["budget", "calls"]);
});

Deno.test("asks with memory wait for one another, and each is given the memory of the one before", async () => {
  const memories: unknown[] = [];
  const optimizer: Proposer<number> = {
    name: "counting",
    initialMemory: 0,
    async propose(_problem, { memory }) {
      memories.push(memory);
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return memory === 1 ? nothing : { ...nothing, memory: memory + 1 };
    },
  };
  const trainer: Trainer = {
    name: "at once",
    async step(context) {
      const [own] = await context.evaluate([context.current], context.nextBatch());
      await Promise.all([1, 2, 3].map(() => context.propose(own!))); // !: one encounter
    },
  };
  const events = await eventsOf(run({ optimizer: optimizer as Proposer, trainer })); // as: any memory
  assertEquals(memories, [0, 1, 1]);
  const answers = events.filter((event) => event.type === "answered");
  assertEquals(answers.map(({ memory }) => memory), [1, 1, 1]);
});

Deno.test("an ask that fails leaves the next one its turn", async () => {
  let asks = 0;
  const optimizer: Proposer = {
    name: "failing once",
    initialMemory: 0,
    propose() {
      if (++asks === 1) throw new ModelError("no such key", { isFatal: true });
      return Promise.resolve(nothing);
    },
  };
  const trainer: Trainer = {
    name: "patient",
    async step(context) {
      const [own] = await context.evaluate([context.current], context.nextBatch());
      await context.propose(own!).catch(() => {}); // !: one encounter
      assertEquals(await context.propose(own!), []);
    },
  };
  assertEquals((await run({ optimizer, trainer }).result).stopReason, "steps");
  assertEquals(asks, 2);
});

Deno.test("the memory of an answer is undefined where the proposer keeps none", async () => {
  const { optimizer, contexts } = listening(() => nothing);
  const events = await eventsOf(run({ optimizer }));
  assertEquals(contexts[0]?.memory, undefined);
  const answered = events.find((event) => event.type === "answered");
  assertEquals(answered && "memory" in answered, false);
});

Deno.test("context.model is the run's model with its calls in the log, and null without one", async () => {
  const optimizer: Proposer = {
    name: "calling",
    async propose(_problem, { model }) {
      const request = { messages: [{ role: "user" as const, content: "x?" }] };
      const text = model === null ? "0" : (await model.generate(request)).text;
      return suggestion({ x: Number(text) });
    },
  };
  const events = await eventsOf(run({ optimizer, model: scriptedModel(() => "2") }));
  const exchange = events.find((event) => event.type === "exchange");
  assertEquals([exchange?.step, exchange?.proposal, exchange?.attempt], [1, 0, 0]);
  assertEquals(proposedIn(events)[0]?.changes, { x: 2 });
  assertEquals(proposedIn(await eventsOf(run({ optimizer })))[0]?.changes, undefined);
});

Deno.test("context.trial() gives the scores on the examples of the step, with their feedback", async () => {
  const results: (TrialResult | undefined)[] = [];
  const optimizer: Proposer = {
    name: "trying",
    async propose(_problem, { trial }) {
      results.push(await trial?.({ x: 3, y: -2 }), await trial?.({}));
      return nothing;
    },
  };
  const evaluator = toyEvaluator({ train: 2 });
  const events = await eventsOf(run({ optimizer, evaluator, batchSize: 2 }));
  const [best, same] = results;
  assert(best?.kind === "tried" && same?.kind === "tried");
  assertEquals(Object.keys(best.scores).toSorted(), ["train/0", "train/1"]);
  const { "train/0": first = null, "train/1": second = null } = best.scores;
  assert(first !== null && second !== null && first >= 0 && second >= 0 && first !== second);
  assertEquals(best.score, (first + second) / 2);
  assertMatch(best.feedback, /^examples \d, \d \(0\.00\d+, 0\.00\d+\): x is large enough$/);
  assert(same.score !== null && same.score < -4.9, "parameters left out keep their value");
  const compared = events.filter((event) => event.type === "compared");
  assertEquals(compared, []); // trials are no part of the history
});

Deno.test("context.trial() leaves the evaluations that the proposals need, and passes errors on", async () => {
  const results: string[] = [];
  const optimizer: Proposer = {
    name: "trying",
    async propose(_problem, { trial }) {
      for (const x of [1, 2, 3]) results.push((await trial!({ x })).kind); // !: a run has one
      return nothing;
    },
  };
  const options = { optimizer, batchSize: 2 };
  // Three validation examples, two of the step, two of each trial; then a proposal on two, and its validation on three.
  await run({ ...options, budget: { evaluations: 14 } }).result;
  assertEquals(results, ["tried", "tried", "spent"]);
  const evaluator = toyEvaluator({
    onEvaluate({ candidate }) {
      if (candidate.values.x === 2) throw new UsageError("no such x");
    },
  });
  await assertRejects(() => run({ ...options, evaluator }).result, UsageError, "no such x");
});

Deno.test("context.trial() may be called 64 times for one suggestion", async () => {
  const results: string[] = [];
  const endless: Proposer = {
    name: "endless",
    async propose(_problem, { trial }) {
      for (let x = 0; x < 66; x++) results.push((await trial!({ x: x / 10 })).kind); // !: a run has one
      return { kind: "nothing", reasoning: "enough" };
    },
  };
  await run({ optimizer: endless }).result;
  assertEquals(results, [...Array(64).fill("tried"), "spent", "spent"]);
});

Deno.test("context.trial() refuses values as a suggestion is refused", async () => {
  const found: unknown[] = [];
  const wild: Proposer = {
    name: "wild",
    async propose(_problem, { trial }) {
      found.push(await trial!({ x: 1e6 }), await trial!({ z: 1 }));
      return { kind: "nothing", reasoning: "" };
    },
  };
  await run({ optimizer: wild }).result;
  assertEquals(
    found.map((result) => (result as { rejections: unknown }).rejections),
    [
      [{ parameter: "x", value: 1e6, reason: "must be within 100" }],
      [{
        parameter: "z",
        value: 1,
        reason: "no variable of this name may be changed here: those that may are x, y",
      }],
    ],
  );
});

Deno.test("context.trial() validates values apart from the attempts of the log", async () => {
  const attempts: unknown[] = [];
  const toy = toyEvaluator();
  const evaluator: Evaluator = {
    ...toy,
    validate(candidate, changed, options) {
      attempts.push([options?.attempt, candidate.values, changed]);
      return toy.validate(candidate, changed, options);
    },
  };
  const optimizer: Proposer = {
    name: "trying",
    async propose(_problem, { trial }) {
      await trial!({ x: 1 }); // !: a run has one
      return nothing;
    },
  };
  await run({ optimizer, evaluator }).result;
  assertEquals(attempts, [[undefined, { x: 1, y: 0 }, ["x"]]]);
});

Deno.test("context.trial() of a repair uses the values that were accepted before", async () => {
  const tried: unknown[] = [];
  const evaluator = toyEvaluator({
    onEvaluate: ({ candidate }) => void tried.push(candidate.values),
  });
  const optimizer: Proposer = {
    name: "repairing",
    async propose(_problem, { repair, trial }) {
      if (repair === undefined) return suggestion({ x: 1e6, y: 1 });
      await trial!({ x: 2 }); // !: a run has one
      return suggestion({ x: 3 });
    },
  };
  await run({ optimizer, evaluator, batchSize: 1 }).result;
  assertEquals(tried[4], { x: 2, y: 1 }); // behind the validation and the batch
});

Deno.test("paid proposals are measured, whatever was tried before them", async () => {
  const optimizer: Proposer = {
    name: "trying",
    suggestionCount: () => 2,
    async propose(_problem, { trial }) {
      await Promise.all(
        [1, 2, 3, 4, 5, 6].map((x) => trial!({ y: x / 10 }, { suggestion: x % 2 })),
      ); // !: a run has one
      return { kind: "several", proposals: [suggestion({ x: 1 }), suggestion({ x: 2 })] };
    },
  };
  for (const trainer of ["minibatch", "beam"] as const) {
    for (let evaluations = 10; evaluations < 30; evaluations++) {
      const events = await eventsOf(
        run({ optimizer, trainer, batchSize: 2, budget: { evaluations } }),
      );
      const measured = events.filter((event) => event.type === "compared");
      const usable = proposedIn(events).map(({ candidate }) => candidate);
      assertEquals(
        new Set(usable).difference(new Set(measured.map(({ candidate }) => candidate))).size,
        0,
        `${trainer} with ${evaluations}`,
      );
    }
  }
});

Deno.test("a problem holds the current values, and the messages of all reports by parameter", async () => {
  const problems: Problem[] = [];
  const optimizer: Proposer = {
    name: "reading",
    propose(problem) {
      problems.push(problem);
      return Promise.resolve(problems.length === 1 ? suggestion({ x: 2 }) : nothing);
    },
  };
  const toy = toyEvaluator();
  const evaluator: Evaluator = {
    ...toy,
    async evaluate(request) {
      const report = await toy.evaluate(request);
      const isFirst = request.example.index === 0;
      return { ...report, messages: isFirst ? { x: "a", y: "b" } : { x: "c" } };
    },
  };
  await run({ optimizer, evaluator, batchSize: 5, steps: 2 }).result;
  const [first, second] = problems;
  assertEquals(first?.objective, "Find the numbers.");
  assertEquals(first?.messages?.y, ["b"]);
  assertEquals(first?.messages?.x?.toSorted(), ["a", "c", "c", "c", "c"]);
  assertEquals(second?.parameters.map(({ name, value }) => [name, value]), [["x", 2], ["y", 0]]);
  problems.length = 0;
  await run({ optimizer }).result;
  assertEquals("messages" in problems[0]!, false); // !: it was asked once
});

/** Asks by themselves over a log, with the events they emit. */
function asksOver(
  known: readonly RunEvent[],
  proposer: Proposer,
  { evaluator = toyEvaluator(), agent }: {
    readonly evaluator?: Evaluator;
    readonly agent?: LanguageModel;
  } = {},
) {
  const events: RunEvent[] = [];
  const journal = new Journal(known);
  const history = new History();
  const ledger = new Ledger({ maxEvaluations: null, clock: () => 0 });
  const emit = (event: RunEvent) => void events.push(event);
  const { signal } = new AbortController();
  const shared = { journal, ledger, emit };
  const models = agent && new EvaluationModels({ ...shared, agent, judge: (model) => model });
  let asks: Asks | undefined;
  const ask = async (step = 1) => {
    const of = { candidate: candidateOf({ x: 0, y: 0 }), examples: [], reports: [] };
    asks ??= new Asks({
      ...{ ...shared, proposer, evaluator, history, signal },
      ...(models === undefined ? {} : { models }),
      model: null,
      facts: await evaluator.facts(),
      settings: { seed: 1 },
      inputs: () => ({}),
      evaluate: () => Promise.reject(new Error("no trial was asked for")),
      affordable: () => Infinity,
    });
    return await asks.ask({ step, of, count: 2 });
  };
  return { ask, events };
}

/** The events of one ask by suggestion and attempt: suggestions are checked at the same time. */
function inOrder(events: readonly RunEvent[]): readonly RunEvent[] {
  const place = (event: RunEvent) =>
    event.type === "proposed" ? event.proposal * 10 + event.attempt : 99;
  return events.toSorted((one, other) => place(one) - place(other));
}

/** Has one suggestion repaired, and finds nothing to change in the other; keeps memory. */
const repaired = () =>
  listening(({ repair }) => {
    if (repair) return suggestion({ x: 2 });
    return [suggestion({ x: 1e6, y: 1 }), nothing];
  }, { initialMemory: new Set([1]) });

Deno.test("an ask that the log holds whole is answered from it, with its events again", async () => {
  const first = asksOver([], repaired().optimizer);
  const made = await first.ask();
  assertEquals(made.map((candidate) => candidate?.values), [{ x: 2, y: 1 }, undefined]);
  const second = asksOver(first.events, {
    name: "not asked",
    initialMemory: 0,
    propose: () => Promise.reject(new Error("asked")),
  });
  assertEquals(await second.ask(), made);
  assertEquals(second.events, inOrder(first.events));
});

Deno.test("an ask that the log holds in part takes the results that it has", async () => {
  const first = asksOver([], repaired().optimizer);
  const made = await first.ask();
  const known = first.events.filter(({ type }) => type === "proposed");
  // Results of the log are taken as they are: another validation would refuse nothing now.
  const second = asksOver(known, repaired().optimizer);
  assertEquals(await second.ask(), made);
  assertEquals(inOrder(second.events), inOrder(first.events));
  const marked = known.map((event) => ({ ...event, isByClock: true, reasoning: "logged" }));
  const third = asksOver(marked as RunEvent[], repaired().optimizer); // as: proposed events
  await third.ask();
  const proposed = third.events.filter(({ type }) => type === "proposed");
  assertEquals(inOrder(proposed), inOrder(marked as RunEvent[])); // as above
});

Deno.test("a refused value that JSON lacks is logged with a tag, and read back", async () => {
  const odd = () => listening(() => [suggestion({ x: [NaN, 5n] }), nothing]);
  const first = asksOver([], odd().optimizer);
  await first.ask();
  const logged = JSON.parse(JSON.stringify(first.events)) as RunEvent[]; // as: its own events
  assertEquals(logged, first.events);
  const second = asksOver(logged.filter(({ type }) => type === "proposed"), odd().optimizer);
  await second.ask();
  assertEquals(inOrder(second.events), inOrder(first.events));
});

Deno.test("an ask after one that the log holds is given the logged memory", async () => {
  const remembering = (memory: number) =>
    listening(() => ({ ...nothing, memory }), { initialMemory: 0 });
  const first = asksOver([], remembering(5).optimizer);
  await first.ask();
  const { optimizer, contexts } = remembering(6);
  const second = asksOver(first.events, optimizer);
  await second.ask();
  await second.ask(2);
  assertEquals(contexts.map(({ memory }) => memory), [5]);
  const answers = second.events.filter((event) => event.type === "answered");
  assertEquals(answers.map(({ memory }) => memory), [5, 6]);
});

Deno.test("an ask refuses values that no log can hold, and the run goes on", async () => {
  const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], 1);
  const values = [() => 1, deep, "x".repeat(30_000)];
  const { optimizer } = listening((_context, ask) => {
    const value = values[ask % values.length];
    return suggestion({ x: value, y: value });
  });
  const going = run({ optimizer, steps: 3 });
  const events = await eventsOf(going);
  assertEquals((await going.result).stopReason, "steps");
  const refused = proposedIn(events).flatMap(({ rejections }) => rejections);
  assert(refused.length >= 2 * values.length);
  for (const { value } of refused) {
    assertEquals(typeof value, "string");
    assert(String(value).length <= 20_000);
  }
});

Deno.test("a trial of code whose call of a model failed is marked: a replay takes its result from the log", async () => {
  const toy = toyEvaluator();
  const evaluator: Evaluator = {
    ...toy,
    async validate(candidate, changed, options) {
      await ask("Well?").catch(() => {}); // a tool of the code on trial
      return await toy.validate(candidate, changed, options);
    },
  };
  const agent = scriptedModel(() => new ModelError("The server is overloaded"));
  const proposer = listening(() => [suggestion({ x: 1 }), nothing]).optimizer;
  const asks = asksOver([], proposer, { evaluator, agent });
  await asks.ask();
  const [proposed] = proposedIn(asks.events);
  assertEquals([proposed?.outcome, proposed?.isByClock], ["suggestion", true]);
});
