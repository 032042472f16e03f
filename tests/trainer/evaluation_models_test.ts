import { assertEquals, assertRejects } from "@std/assert";
import { ask, scriptedModel, trainable, withModel, withSandbox } from "../../mod.ts";
import { BudgetError } from "../../src/errors.ts";
import { modelsInUse } from "../../src/model/models_in_use.ts";
import { EvaluationModels } from "../../src/trainer/evaluation_models.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { Journal } from "../../src/trainer/journal.ts";
import { Ledger } from "../../src/trainer/ledger.ts";
import { SharedRunner } from "../support/shared_sandbox.ts";

/** Models of a run that answer with the number of the call. */
function modelsOf(log: readonly RunEvent[] = [], answer?: () => Error) {
  const events: RunEvent[] = [];
  const ledger = new Ledger({ maxEvaluations: null, clock: () => 0 });
  let calls = 0;
  const agent = scriptedModel(() => answer?.() ?? `answer ${++calls}`);
  const models = new EvaluationModels({
    agent,
    judge: (model) => model,
    journal: new Journal(log),
    ledger,
    emit: (event) => events.push(event),
  });
  return { models, agent, events, ledger };
}

const asking = async () => (await ask("Well?")).data;

Deno.test("EvaluationModels pays a request of a sample once, whichever evaluation asks, also at the same time", async () => {
  const { models, agent, events, ledger } = modelsOf();
  const evaluate = (sample: number) => models.during({ step: 1, sample }, asking);
  const at = await Promise.all([evaluate(0), evaluate(0), evaluate(1)]);
  const [one, same, other] = at.map(({ result }) => result);
  assertEquals([same, [one, other].sort()], [one, ["answer 1", "answer 2"]]); // the keys of both are hashed at once
  assertEquals((await evaluate(1)).result, other);
  assertEquals([agent.requests.length, ledger.spent().byRole.agent.calls], [2, 2]);

  const resumed = modelsOf(events);
  assertEquals((await resumed.models.during({ step: 1, sample: 1 }, asking)).result, other);
  assertEquals(resumed.agent.requests.length, 0);
});

Deno.test("EvaluationModels gives an agent that asks twice two answers, the same in every evaluation", async () => {
  const { models, agent } = modelsOf();
  const voting = () => Promise.all([asking(), asking()]);
  const first = await models.during({ step: 1 }, voting);
  assertEquals(first.result.toSorted(), ["answer 1", "answer 2"]); // the keys of both are hashed at once
  assertEquals((await models.during({ step: 1 }, voting)).result, first.result);
  assertEquals(agent.requests.length, 2);
});

Deno.test("EvaluationModels ends an evaluation whose agent hides that the budget is spent", async () => {
  const { models } = modelsOf([], () => new BudgetError("calls", "The budget is spent"));
  const hiding = () => asking().catch(() => "no answer");
  await assertRejects(() => models.during({ step: 1 }, hiding), BudgetError);
});

Deno.test("EvaluationModels asks two judges of one name on two servers each for its own answer", async () => {
  const { models } = modelsOf();
  const judge = (host: string) => ({ ...scriptedModel(() => `of ${host}`), name: "judge", host });
  const texts = ["a.example", "b.example"].map(async (host) => {
    const { result } = await models.during({ step: 1 }, async () => {
      const { text } = await modelsInUse()!.judge(judge(host)).generate({ messages: [] }); // !: during sets them
      return text;
    });
    return result;
  });
  assertEquals(await Promise.all(texts), ["of a.example", "of b.example"]);
});

Deno.test("ask() in a tool of candidate code uses the models of the call", async () => {
  const lookUp = async (word: string) => (await ask(word, { system: "Define it." })).data;
  const define = trainable(async function define({ lookUp }, word: string): Promise<string> {
    return `${word}: ${await lookUp(word)}`;
  }, { uses: { lookUp } });
  const model = scriptedModel(["a number"]);
  const node = await withModel(model, () => withSandbox(new SharedRunner(), () => define("seven")));
  assertEquals(node.data, "seven: a number");
  assertEquals(model.requests[0]?.messages.map(({ content }) => content), ["Define it.", "seven"]);
});

Deno.test("ask() refuses untyped values, and settings of another name", async () => {
  const model = scriptedModel(() => "yes");
  const wrong: readonly (readonly [unknown, object])[] = [
    [1, {}],
    ["x", { temperature: "0" }],
    ["x", { temprature: 0 }],
    ["x", { prompt: "y" }],
    [undefined, {}],
  ];
  for (const [prompt, settings] of wrong) {
    await assertRejects(
      () => withModel(model, () => ask(prompt as string, settings)), // as: a mistake
      TypeError,
      "Cannot ask with",
    );
  }
  assertEquals(model.requests.length, 0);
});
