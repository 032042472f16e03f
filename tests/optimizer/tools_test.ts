import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import { toolCallIn } from "../../src/optimizer/tools.ts";
import type { Values } from "../../src/problem/problem.ts";
import type { TrialOptions, TrialResult } from "../../src/problem/proposer.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
} from "../../src/testing/same_records.ts";
import { toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import { bareContext, battleship, numeric } from "./problems.ts";

const good = '{"reasoning": "grow", "suggestion": {"x0": 4}}';

const lastOf = ({ messages }: { readonly messages: readonly { readonly content: string }[] }) =>
  messages.at(-1)?.content ?? "";

Deno.test("toolCallIn() reads one tag that is the whole answer", () => {
  assertEquals(toolCallIn("<think>x</think><look> act0 </look>"), { tool: "look", body: "act0" });
  assertEquals(toolCallIn(`<try>\n${good}\n</try>`), { tool: "try", body: good });
  for (const text of [good, "I <look>act0</look>", "<look>act0"]) {
    assertEquals(toolCallIn(text), undefined);
  }
});

Deno.test("a model with tools tries values and looks at one before its answer", async () => {
  const model = scriptedModel(["<look>mul0</look>", `<try>${good}</try>`, good]);
  const tried: unknown[] = [];
  const trial = (values: Values, options?: TrialOptions): Promise<TrialResult> => {
    tried.push([values, options]);
    return Promise.resolve({
      kind: "tried",
      score: 0.5,
      scores: { "train/0": 0.5 },
      feedback: "better",
    });
  };
  const context = { ...bareContext, model, trial };
  const answer = await optoPrimeProposer({ toolRounds: 3 }).propose(numeric, context);
  assertEquals(answer.kind === "suggestion" && answer.values, { x0: 4 });
  assertEquals(tried, [[{ x0: 4 }, { suggestion: 0, isText: true }]]);
  const [first, second, third] = model.requests;
  assertStringIncludes(first?.messages[0]?.content ?? "", "tools up to 3 times");
  assertEquals(first?.format, undefined);
  assertStringIncludes(lastOf(second!), "mul0 = -2\n\nTools can be used 2 more times.");
  assertStringIncludes(lastOf(third!), "Score 0.5 (by example: 0.5).\nbetter");
  assertEquals(third?.messages.slice(0, 2), first?.messages);
});

Deno.test("tools end after their rounds, and say what they cannot do", async () => {
  const model = scriptedModel((request) =>
    lastOf(request).includes("Now give your answer") ? "<look>x0</look>" : "<look>nobody</look>"
  );
  const context = { ...bareContext, model };
  const answer = await optoPrimeProposer({ toolRounds: 1 }).propose(numeric, context);
  assertEquals([answer.kind, model.requests.length], ["unusable", 2]);
  assertStringIncludes(lastOf(model.requests[1]!), "There is no value named nobody.");

  const masked = scriptedModel(["<look>act0</look>", `<try>{"suggestion": {}}</try>`, good]);
  await optoPrimeProposer({ toolRounds: 2, mask: ["graph"] })
    .propose(battleship, { ...bareContext, model: masked });
  assert(!masked.requests[0]!.messages[0]!.content.includes("<look>"));
  assertStringIncludes(lastOf(masked.requests[1]!), "There is no value named act0.");
  assertStringIncludes(lastOf(masked.requests[2]!), "Nothing can be tried here.");
});

Deno.test("without tool rounds a prompt offers no tools, and a tag is an answer like any other", async () => {
  const model = scriptedModel(["<look>x0</look>"]);
  const answer = await optoPrimeProposer().propose(numeric, { ...bareContext, model });
  assertEquals([answer.kind, model.requests.length], ["unusable", 1]);
  assert(!model.requests[0]!.messages[0]!.content.includes("<try>"));
});

for (
  const settings of [
    {},
    ...[35, 45].map((evaluations) => ({ budget: { evaluations } })),
    { proposals: 3, budget: { evaluations: 45 } },
    { trainer: "beam", proposals: 4, budget: { evaluations: 60 } },
  ] as const satisfies readonly ToyRunOptions[]
) {
  const start = (options: object) =>
    toyRun({
      ...{ seed: 1, steps: 3, batchSize: 2, trainer: "minibatch" },
      ...settings,
      optimizer: { name: "opro", toolRounds: 2 },
      model: scriptedModel(({ messages, seed = 0 }) => {
        const x = (messages.length + seed + (messages[1]?.content.length ?? 0)) % 7;
        const answer = `{"suggestion": {"x": ${x}}}`;
        return messages.length < 6 ? `<try>${answer}</try>` : answer;
      }),
      ...options,
    });

  Deno.test(`a run with tools and ${JSON.stringify(settings)} is the same at any concurrency and resumed`, async () => {
    const { usage } = await start({}).result;
    assert(usage.calls > 3);
    await assertSameAtAnyConcurrency(start);
    await assertSameWhenResumed(start, { cuts: 6 });
  });
}
