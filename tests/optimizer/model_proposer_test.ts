import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { BudgetError, ModelError, UsageError } from "../../src/errors.ts";
import type { GenerateOptions, LanguageModel } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { modelProposer, type ModelProposerOptions } from "../../src/optimizer/model_proposer.ts";
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { type Trial, trialHistory } from "../../src/problem/trial.ts";
import { bareContext, numeric, refusedShot } from "./problems.ts";

const good = '{"reasoning": "grow", "suggestion": {"x0": 4}}';

const trial = (step: number): Trial => ({
  step,
  values: { x0: step },
  score: step,
  scores: {},
  feedback: "",
  isAccepted: false,
});

/** The text of the first request, after so many trials. */
function promptOf(proposer = optoPrimeProposer(), trials = 0): string {
  const history = trialHistory(Array.from({ length: trials }, (_, place) => trial(place + 1)));
  const request = proposer.request?.(numeric, { history });
  return request?.messages.map(({ content }) => content).join("\n") ?? "";
}

const stepsIn = (prompt: string) =>
  [...prompt.matchAll(/^Step (\d+).*:/gm)].map(([, step]) => step);

Deno.test("optoPrimeProposer() shows ten earlier trials unless its options say otherwise, oproProposer() twenty", () => {
  assertEquals(stepsIn(promptOf(optoPrimeProposer(), 10)).length, 10);
  assertEquals(stepsIn(promptOf(optoPrimeProposer(), 11))[0], "2");
  assertEquals(stepsIn(promptOf(oproProposer(), 20)).length, 20);
  assertEquals(stepsIn(promptOf(oproProposer(), 21))[0], "2");
  assertEquals(stepsIn(promptOf(oproProposer({ memorySize: 1 }), 3)), ["3"]);
});

Deno.test("optoPrimeProposer() lists the other trials where its options say so", () => {
  const shown = (memorySummary: boolean) =>
    stepsIn(promptOf(optoPrimeProposer({ memorySize: 2, memorySummary }), 30)).length;
  assertEquals([shown(false), shown(true)], [2, 30]);
});

Deno.test("modelProposer() asks with temperature and token limit only where they are given", () => {
  const requestOf = (options: ModelProposerOptions) =>
    optoPrimeProposer(options).request?.(numeric, { history: trialHistory() });
  const plain = requestOf({});
  assertEquals(Object.keys(plain ?? {}).toSorted(), ["format", "messages"]);
  assertEquals(requestOf({ temperature: 0, maxTokens: 9 }), {
    ...plain!, // !: it has a request
    temperature: 0,
    maxTokens: 9,
  });
});

Deno.test("modelProposer() leaves out sections that are not to be shown", () => {
  assert(promptOf().includes("\n#Code\n"));
  assert(!promptOf(optoPrimeProposer({ mask: ["code"] })).includes("\n#Code\n"));
  const without = promptOf(oproProposer({ mask: ["constraints"] }));
  for (const section of ["Code", "Documentation", "Inputs", "Others", "Inside", "Outputs"]) {
    assert(!without.includes(`\n#${section}\n`), section);
  }
});

Deno.test("modelProposer() takes sizes from 0, and refuses what is no whole number", () => {
  for (const name of ["memorySize", "maxPromptTokens"] as const) {
    assertEquals(optoPrimeProposer({ [name]: 0 }).name, "optoprime");
    for (const size of [-1, 1.5, NaN]) {
      assertThrows(
        () => optoPrimeProposer({ [name]: size }),
        UsageError,
        `Cannot use "${size}" as ${name}: received no whole number`,
      );
    }
  }
});

Deno.test("modelProposer() needs a model, and a trace where it shows one", async () => {
  const { needsTrace, needsModel, name } = modelProposer("own", {}, { sees: "values" });
  assertEquals([name, needsTrace, needsModel], ["own", false, true]);
  assertEquals(optoPrimeProposer().needsTrace, true);
  const error = await assertRejects(
    () => optoPrimeProposer().propose(numeric, bareContext),
    UsageError,
    'Cannot ask "optoprime" for a proposal: received no model',
  );
  assertEquals(
    error.advice,
    'Name one with --model or OPTO_MODEL, or use the optimizer "search".',
  );
});

Deno.test("modelProposer() reads an object of parameters as the suggestion", async () => {
  const model = scriptedModel(['{"x0": 7}']);
  const answer = await optoPrimeProposer().propose(numeric, { ...bareContext, model });
  assertEquals(answer.kind === "suggestion" && answer.values, { x0: 7 });
});

Deno.test("modelProposer() numbers requests by a seed, apart from the first", async () => {
  const model = scriptedModel(() => good);
  const context = { ...bareContext, model };
  await optoPrimeProposer().propose(numeric, context);
  await optoPrimeProposer().propose(numeric, { ...context, count: 3 });
  for (const suggestion of [0, 2]) {
    const repair = { suggestion, refusals: [refusedShot] };
    await optoPrimeProposer().propose(numeric, { ...context, count: 3, repair });
  }
  const seeds = model.requests.map(({ seed }) => seed);
  assertEquals(seeds, [undefined, undefined, 1, 2, undefined, 2]);
});

Deno.test("modelProposer() hands the signal on to the model", async () => {
  const seen: (GenerateOptions | undefined)[] = [];
  const inner = scriptedModel(() => good);
  const model: LanguageModel = {
    ...inner,
    generate(request, options) {
      seen.push(options);
      return inner.generate(request);
    },
  };
  const { signal } = new AbortController();
  await optoPrimeProposer().propose(numeric, { ...bareContext, model, signal });
  await optoPrimeProposer().propose(numeric, { ...bareContext, model });
  assertStrictEquals(seen[0]?.signal, signal);
  assertEquals(seen[1], {});
});

Deno.test("modelProposer() gives a failed call's reason beside the answers of the others", async () => {
  const model = scriptedModel(({ seed }) => seed === 1 ? new ModelError("overloaded") : good);
  const answer = await optoPrimeProposer().propose(numeric, { ...bareContext, count: 3, model });
  assert(answer.kind === "several");
  assertEquals(answer.proposals.map((proposal) => proposal.kind), [
    "suggestion",
    "unusable",
    "suggestion",
  ]);
  assertEquals(answer.proposals[1], { kind: "unusable", reason: "overloaded" });
});

Deno.test("modelProposer() rejects when no call is answered, and for errors that no later call can mend", async () => {
  const ask = (error: (seed: number) => Error | string) =>
    optoPrimeProposer().propose(numeric, {
      ...bareContext,
      count: 2,
      model: scriptedModel(({ seed = 0 }) => error(seed)),
    });
  await assertRejects(() => ask((seed) => new ModelError(`no ${seed}`)), ModelError, "no 0");
  const fatal = new ModelError("no such key", { isFatal: true });
  await assertRejects(() => ask((seed) => seed === 1 ? fatal : good), ModelError, "no such key");
  const spent = new BudgetError("calls", "spent");
  await assertRejects(() => ask((seed) => seed === 1 ? spent : good), BudgetError);
});

Deno.test("modelProposer() has 16,000 tokens for its messages unless its options say otherwise", () => {
  const history = trialHistory(Array.from({ length: 999 }, (_, place) => trial(place)));
  const promptOf = (objective: string, options: ModelProposerOptions) =>
    optoPrimeProposer({ memorySize: 999, ...options })
      .request?.({ ...numeric, objective }, { history }).messages[1]?.content;
  const objectives = Array.from({ length: 100 }, (_, length) => "x".repeat(4 * length));
  for (const other of [15_999, 16_001]) {
    // An objective with which one token makes a difference.
    const objective = objectives.find((text) =>
      promptOf(text, { maxPromptTokens: other }) !== promptOf(text, { maxPromptTokens: 16_000 })
    );
    assert(objective !== undefined);
    assertEquals(promptOf(objective, {}), promptOf(objective, { maxPromptTokens: 16_000 }));
  }
});
