import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type ConformanceCase,
  evaluatorCases,
  modelCases,
  propagatorCases,
  proposerCases,
  scriptedModel,
  toyEvaluator,
  toyRun,
  trainerCases,
} from "@opto/opto/testing";
import type { LanguageModel } from "@opto/opto/model";
import {
  hybridProposer,
  oproProposer,
  optoPrimeProposer,
  type Proposer,
  textGradProposer,
} from "@opto/opto/optimizer";
import { searchProposer } from "@opto/opto/search";
import { graphPropagator, type Propagator, sumPropagator } from "@opto/opto/trace";
import { minibatch, type Trainer, trainerNames } from "@opto/opto/trainer";
import { createTrainer } from "../../src/trainer/create_trainer.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { toyBeam } from "./toy_beam.ts";
import { toyCmaEs } from "./toy_cma_es.ts";
import { toyTreeSearch } from "./toy_tree_search.ts";

function testAll(name: string, cases: readonly ConformanceCase[]): void {
  for (const { name: obligation, run } of cases) Deno.test(`${name}: ${obligation}`, run);
}

/** A model that answers by the request alone. */
const model = () =>
  scriptedModel(({ messages, seed = 0 }) => {
    const last = messages.at(-1)?.content ?? "";
    const x = (last.length * 7 + seed * 3) % 11 - 5;
    return last.length % 5 === 0 ? "I do not know." : `{"suggestion": {"x": ${x}}}`;
  });

testAll("optoPrimeProposer()", proposerCases({ make: () => optoPrimeProposer(), model }));
testAll("oproProposer()", proposerCases({ make: () => oproProposer(), model }));
testAll("textGradProposer()", proposerCases({ make: () => textGradProposer(), model }));
testAll("hybridProposer()", proposerCases({ make: () => hybridProposer(), model }));
testAll("searchProposer()", proposerCases({ make: () => searchProposer({ proposalsPerStep: 4 }) }));
testAll("a CMA-ES with memory", proposerCases({ make: () => toyCmaEs(2) }));
testAll("a tree search with trials", proposerCases({ make: () => toyTreeSearch() }));
for (const name of trainerNames) testAll(name, trainerCases({ make: () => createTrainer(name) }));
testAll("a beam with memory", trainerCases({ make: () => toyBeam() }));
testAll("scriptedModel()", modelCases({ open: model }));
testAll("sumPropagator", propagatorCases(sumPropagator));
testAll(
  "toyEvaluator()",
  evaluatorCases({
    open: () => toyEvaluator(),
    others: [{ x: 1 }, { x: 1, y: 2 }],
    refused: { values: { x: 1000, y: 1 }, parameter: "x" },
  }),
);

Deno.test("evaluatorCases() refuses data of an example that changes from call to call", async () => {
  let calls = 0;
  const changing = () => ({
    ...toyEvaluator(),
    exampleText: () => Promise.resolve({ input: `call ${calls++}` }),
  });
  const cases = evaluatorCases({
    open: changing,
    others: [],
    refused: { values: { x: 1000 }, parameter: "x" },
  });
  const failed: string[] = [];
  for (const { name, run } of cases) {
    if (name.startsWith("exampleText()")) await run().catch(() => failed.push(name));
  }
  assertEquals(failed.length, 1);
});

Deno.test("a CMA-ES of one's own finds the numbers, with a population that it sizes at each step", async () => {
  const run = toyRun({
    optimizer: toyCmaEs(2),
    trainer: "minibatch",
    batchSize: 5,
    steps: 40,
    seed: 1,
  });
  const events = await eventsOf(run);
  const { best } = await run.result;
  assert(best.score! > -0.3, `reached ${best.score}`);
  const counts = events.flatMap((event) => event.type === "answered" ? [event.suggestions] : []);
  assertEquals(counts[0], 8);
  assert(Math.max(...counts) > 8);
});

Deno.test("a tree search of one's own spends its trials within the budget", async () => {
  let spent = 0;
  const evaluator = toyEvaluator({ onEvaluate: () => void spent++ });
  const { best, initial, evaluations } = await toyRun({
    optimizer: toyTreeSearch({ width: 3, depth: 4 }),
    trainer: "minibatch",
    steps: 30,
    budget: { evaluations: 200 },
    evaluator,
  }).result;
  assert(best.score! > initial.score! + 1);
  assert(spent <= 200);
  assertEquals(evaluations, spent);
});

Deno.test("memory without initialMemory, or that is not plain data, ends the run with a clear error", async () => {
  const remembering = (more: Partial<Proposer>, memory: unknown): Proposer => ({
    name: "remembering",
    propose: () => Promise.resolve({ kind: "nothing", reasoning: "", memory }),
    ...more,
  });
  const runOf = (optimizer: Proposer) =>
    toyRun({ optimizer, trainer: "minibatch", steps: 1 }).result;
  await assertRejects(() => runOf(remembering({}, 1)), Error, "without initialMemory");
  await assertRejects(
    () => runOf(remembering({ initialMemory: 0 }, () => 1)),
    Error,
    'Cannot keep the memory of "remembering" as plain data',
  );
  await assertRejects(
    () => runOf(remembering({ initialMemory: "" }, "x".repeat(4_000_000))),
    Error,
    "4000002 characters",
  );
});

Deno.test("an answer that is no proposal ends the run with a clear error", async () => {
  for (const answer of [undefined, null, 5, { kind: "other" }, { kind: "suggestion" }]) {
    const optimizer: Proposer = {
      name: "odd",
      propose: () => Promise.resolve(answer as never), // as: untyped code may answer anything
    };
    await assertRejects(
      () => toyRun({ optimizer, trainer: "minibatch", steps: 1 }).result,
      TypeError,
      'Cannot use the answer of "odd" as a proposal',
    );
  }
});

/** The conformance suites must fail for parts that break an obligation. */
async function broken(cases: readonly ConformanceCase[]): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, run } of cases) {
    try {
      await run();
    } catch {
      failures.push(name);
    }
  }
  return failures;
}

Deno.test("proposerCases() catches hidden state, foreign names, a deaf signal and undeclared memory", async () => {
  let calls = 0;
  const failures = await broken(proposerCases({
    make: (): Proposer => ({
      name: "bad",
      suggestionCount: () => 0.5,
      propose: () =>
        Promise.resolve({
          kind: "suggestion",
          values: { z: ++calls },
          reasoning: "",
          memory: calls,
        }),
    }),
  }));
  assertEquals(failures.length, 7);
});

Deno.test("trainerCases() catches a trainer with state of its own", async () => {
  let steps = 0;
  const failures = await broken(trainerCases({
    make: (): Trainer => ({
      name: "stateful",
      async step(context) {
        if (steps++ % 4 === 0) return;
        await minibatch.step(context);
      },
    }),
  }));
  assert(failures.includes("a run with it that is resumed gives the same records"));
});

Deno.test("modelCases() catches bad usage, a deaf signal and a changed request", async () => {
  const failures = await broken(modelCases({
    open: (): LanguageModel => ({
      name: "",
      price: { promptUsd: -1, completionUsd: 0 },
      generate(request) {
        Object.assign(request, { seed: 1 });
        const usage = { promptTokens: NaN, completionTokens: 0, usd: 0 };
        return Promise.resolve({ text: "", finishReason: "stop", usage, model: "m" });
      },
    }),
  }));
  assertEquals(failures.length, 5);
});

Deno.test("propagatorCases() catches messages that are not plain data", async () => {
  const odd: Propagator<unknown> = {
    init: () => ({ f: () => 1 }),
    merge: (_node, [first]) => first,
  };
  assertEquals((await broken(propagatorCases(odd))).length, 1);
  assertEquals((await broken(propagatorCases(graphPropagator))).length, 1); // its steps are read as a graph
});
