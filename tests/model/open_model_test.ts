import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { answeringModels, chooseModels } from "../../src/model/chosen_model.ts";
import { openLate, openModel } from "../../src/model/open_model.ts";
import { providedModel, providers } from "../../src/model/providers.ts";
import { readRecording } from "../../src/model/replaying.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { startOpenAiServer } from "../support/openai_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { ask } from "./conformance.ts";

const none = { baseUrl: undefined, apiKey: undefined };

Deno.test("openModel() finds server and key of a provider, and keeps the whole name", async () => {
  const env = (name: string) => name === "GROQ_API_KEY" ? "gsk-1" : undefined;
  const { name, host } = await openModel("groq/llama-3.3-70b", { ...none, env });
  assertEquals([name, host], ["groq/llama-3.3-70b", "api.groq.com"]);
  assertEquals((await openModel("ollama/qwen3:8b", none)).host, "localhost:11434");
  const error = await assertRejects(() => openModel("mistral/small", { ...none, env }), UsageError);
  assertStringIncludes(error.advice ?? "", "MISTRAL_API_KEY");
});

Deno.test("openModel() sends the name without its prefix to a provider, and whole to a server that is named", async () => {
  await using server = startOpenAiServer(() => "yes");
  const model = await openModel("groq/llama", { ...none, baseUrl: server.baseUrl });
  await model.generate(ask("Well?"));
  assertEquals(server.calls.map(({ body }) => body.model), ["groq/llama"]);
  assertEquals(providedModel("groq/a/b"), { provider: providers.groq!, model: "a/b" });
  for (const name of ["llama", "meta-llama/llama", "groq/", "toString/x", "/x"]) {
    assertEquals(providedModel(name), undefined, name);
  }
});

Deno.test("openModel() takes the price of an option, of the file, else OpenAI's own", async () => {
  const prices = { "gpt-4o": { promptUsd: 1, completionUsd: 1 } };
  const price = { promptUsd: 2, completionUsd: 2 };
  const opened = await Promise.all([
    openModel("gpt-4o", { ...none, apiKey: "k", prices, price }),
    openModel("gpt-4o", { ...none, apiKey: "k", prices }),
    openModel("openai/gpt-4o", { ...none, apiKey: "k" }),
    openModel("gpt-4o", { ...none, baseUrl: "http://localhost:1/v1" }),
  ]);
  assertEquals(opened.map((model) => model.price?.promptUsd), [2, 1, 2.5, undefined]);
});

Deno.test("chooseModels() records optimizer, agent and judge, and answers each from the recording", async () => {
  const record = `${await tempDir()}/calls.jsonl`;
  const [own, agent, judge] = ["o", "a", "j"].map((text) => scriptedModel(() => text));
  const choice = { ...none, model: undefined, own, agent: { model: undefined, own: agent } };
  {
    await using models = await chooseModels({ ...choice, record, replay: undefined });
    await models.model?.generate(ask("same"));
    await models.agentModel?.generate(ask("same"));
    await models.agentModel?.generate(ask("same"), { draw: "1" });
    await models.judge(judge!).generate(ask("same"), { draw: "of a judge" });
  }
  const exchanges = await readRecording(record);
  assertEquals(exchanges.map(({ role }) => role), [undefined, "agent", "agent", "judge"]);
  assertEquals(new Set(exchanges.map(({ key }) => key)).size, 3);
  const { model, agentModel, judge: judged } = answeringModels(exchanges, { agentModel: "pupil" });
  assertEquals(agentModel?.name, "pupil");
  const texts = await Promise.all([
    agentModel!.generate(ask("same"), { draw: "1" }),
    judged({ ...judge!, name: "other" }).generate(ask("same"), { draw: "of a judge" }),
    model!.generate(ask("same")),
  ]);
  assertEquals(texts.map(({ text }) => text), ["a", "j", "o"]);
});

Deno.test("chooseModels() refuses a server for an agent without a model", async () => {
  const agent = { model: undefined, baseUrl: "http://localhost:1/v1" };
  const choice = { ...none, model: undefined, agent, record: undefined, replay: undefined };
  await assertRejects(() => chooseModels(choice), UsageError, "Cannot use --agent-base-url");
});

Deno.test("chooseModels() gives --price to the model that is named, and not to the agent's own", async () => {
  const price = { promptUsd: 3, completionUsd: 15 };
  const [own, small] = [scriptedModel(() => "o"), scriptedModel(() => "a")];
  const files = { record: undefined, replay: undefined };
  const agent = { model: undefined, own: small };
  const { model, agentModel } = await chooseModels({
    ...{ ...none, ...files, model: undefined, own, agent, price },
  });
  assertEquals([model?.price, agentModel?.price], [price, small.price]);
});

Deno.test("chooseModels() opens the agent's model on the run's server, and with null on that of its name", async () => {
  const hostOf = async (baseUrl?: null) => {
    const { agentModel } = await chooseModels({
      ...{ ...none, baseUrl: "http://localhost:1/v1", model: "m", record: undefined },
      ...{ replay: undefined, agent: { model: "ollama/pupil", baseUrl } },
    });
    return agentModel?.host;
  };
  assertEquals([await hostOf(), await hostOf(null)], ["localhost:1", "localhost:11434"]);
});

Deno.test("openLate() needs no key and no directory before its first call, and knows its price", async () => {
  const directory = `${await tempDir()}/answers`;
  assertEquals(openLate(`manual:${directory}`, none).price, { promptUsd: 0, completionUsd: 0 });
  await assertRejects(() => Deno.stat(directory), Deno.errors.NotFound);
  const model = openLate("gpt-4o", none);
  assertEquals(model.price?.promptUsd, 2.5);
  await assertRejects(() => model.generate(ask("Well?")), UsageError, "neither a key nor a server");
  for (const name of ["gpt-4o", "openai/gpt-4o", "ollama/gpt-4o", "unknown"]) {
    const opened = await openModel(name, { ...none, apiKey: "k" });
    assertEquals(openLate(name, none).price, opened.price ?? null, name);
  }
});
