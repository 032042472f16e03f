import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ModelError, UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { proposeChanges } from "../../src/optimizer/propose_changes.ts";
import type { Variety } from "../../src/optimizer/variety.ts";
import { varietyIn } from "../../src/optimizer/variety.ts";
import { trialHistory } from "../../src/problem/trial.ts";
import { bareContext, battleship, numeric, runs, shotBefore } from "./problems.ts";

const answering = (answer = (seed: number) => `{"suggestion": {"boldness": 0.${seed + 1}}}`) =>
  scriptedModel(({ seed = 0 }) => answer(seed));

const ask = async (variety: readonly Variety[], count: number, model = answering()) => {
  const history = trialHistory([shotBefore]);
  const context = { ...bareContext, history, count, model };
  const answer = await optoPrimeProposer({ variety }).propose(battleship, context);
  assert(answer.kind === "several");
  return { proposals: answer.proposals, requests: model.requests };
};

const textOf = ({ messages }: { readonly messages: readonly { readonly content: string }[] }) =>
  messages.map(({ content }) => content).join("\n");

Deno.test("proposals of a step differ by their seed alone, unless a variety is set", async () => {
  const { requests } = await ask([], 3);
  assertEquals(requests.map(({ seed }) => seed), [undefined, 1, 2]);
  assertEquals(new Set(requests.map(textOf)).size, 1);
  assert(requests.every((request) => !("temperature" in request)));
});

Deno.test("temperatures are spread from 0 to the set one", async () => {
  const { requests } = await ask(["temperature"], 4);
  assertEquals(requests.map(({ temperature }) => temperature), [0, 0.33, 0.67, 1]);
  const model = answering();
  const hot = optoPrimeProposer({ variety: ["temperature"], temperature: 0.5 });
  await hot.propose(battleship, { ...bareContext, count: 2, model });
  await hot.propose(battleship, { ...bareContext, count: 1, model });
  assertEquals(model.requests.map(({ temperature }) => temperature), [0, 0.5, 0.5]);
});

Deno.test("views are the whole prompt, without history, with another run first, and without the trace", async () => {
  const { requests } = await ask(["views"], 5);
  const texts = requests.map(textOf);
  const shows = (title: string) => texts.map((text) => text.includes(`\n#${title}\n`));
  assertEquals(shows("History"), [true, false, true, true, true]);
  assertEquals(shows("Code"), [true, true, true, false, true]);
  const model = answering();
  const problem = runs(3, 2);
  const proposer = optoPrimeProposer({ variety: ["views"] });
  await proposer.propose(problem, { ...bareContext, count: 3, model });
  const first = model.requests.map((request) => /^const (\w+) =/m.exec(textOf(request))?.[1]);
  assertEquals(first, ["f0_0", "f0_0", "f1_0"]);
});

Deno.test("the last proposal is a synthesis, which is shown the others' answers", async () => {
  const { requests, proposals } = await ask(["synthesis"], 3);
  assertEquals(proposals.length, 3);
  const last = requests.at(-1)?.messages.at(-1)?.content ?? "";
  assertStringIncludes(last, 'Proposal 1:\n{"suggestion": {"boldness": 0.1}}');
  assertStringIncludes(last, 'Proposal 2:\n{"suggestion": {"boldness": 0.2}}');
  assertEquals(requests[2]?.messages.slice(0, 2), requests[0]?.messages);
});

Deno.test("a synthesis of nothing asks as before, and a lost one leaves the others", async () => {
  const idle = await ask(["synthesis"], 2, answering(() => '{"suggestion": {}}'));
  assertEquals(idle.requests[1]?.messages.length, 2);
  const { proposals, requests } = await ask(
    ["synthesis"],
    3,
    answering((seed) => {
      if (seed === 2) throw new ModelError("busy");
      return "TERMINATE";
    }),
  );
  assertEquals(proposals.map(({ kind }) => kind), ["nothing", "nothing", "unusable"]);
  assertEquals(requests.at(-1)?.messages.length, 2);
});

Deno.test("a repair goes on with the view of its proposal", async () => {
  const model = scriptedModel(({ messages, seed = 0 }) =>
    messages.length === 2 && seed === 1 ? "I do not know." : '{"suggestion": {"x0": 4}}'
  );
  await proposeChanges(optoPrimeProposer({ variety: ["views", "temperature"] }), numeric, {
    contextOf: () => ({ ...bareContext, count: 3, model }),
    validate: ({ changes }) => Promise.resolve({ values: changes, rejections: [] }),
  });
  const repair = model.requests.at(-1)!; // the last of four
  assertEquals(repair.messages.slice(0, 2), model.requests[1]?.messages);
  assertEquals([repair.temperature, repair.seed, model.requests.length], [0.5, 1, 4]);
});

Deno.test("a repair of a synthesis goes on with its whole conversation", async () => {
  const model = scriptedModel(({ messages, seed = 0 }) =>
    messages.length === 3 && seed === 2 ? "I do not know." : '{"suggestion": {"x0": 4}}'
  );
  await proposeChanges(optoPrimeProposer({ variety: ["synthesis"] }), numeric, {
    contextOf: () => ({ ...bareContext, count: 3, model }),
    validate: ({ changes }) => Promise.resolve({ values: changes, rejections: [] }),
  });
  const [, , synthesis, repair] = model.requests;
  assertEquals(repair?.messages.slice(0, 3), synthesis?.messages);
  assertEquals(repair?.messages[3], { role: "assistant", content: "I do not know." });
});

Deno.test("a view without the trace offers no look at it", async () => {
  const model = scriptedModel(({ messages, seed = 0 }) =>
    seed === 3 && messages.length === 2 ? "<look>act0</look>" : '{"suggestion": {}}'
  );
  const proposer = optoPrimeProposer({ variety: ["views"], toolRounds: 1 });
  await proposer.propose(battleship, { ...bareContext, count: 4, model });
  const offered = model.requests.map(({ messages }) => messages[0]?.content.includes("<look>"));
  assertEquals(offered, [true, true, true, false, false]);
  assertStringIncludes(textOf(model.requests[4]!), "There is no value named act0.");
});

Deno.test("variety with one proposal a step is warned of", async () => {
  const codes: string[] = [];
  const proposer = optoPrimeProposer({ variety: ["views"] });
  const warn = ({ code }: { readonly code: string }) => void codes.push(code);
  await proposer.propose(battleship, { ...bareContext, model: answering(), warn });
  await proposer.propose(battleship, { ...bareContext, model: answering(), warn, count: 2 });
  assertEquals(codes, ["variety-unused"]);
});

Deno.test("varietyIn() knows three names", () => {
  assertEquals(varietyIn("temperature, views,synthesis"), ["temperature", "views", "synthesis"]);
  assertThrows(() => varietyIn("views,experts"), UsageError, 'Cannot vary proposals by "experts"');
});
