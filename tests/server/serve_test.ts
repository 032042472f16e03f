import { assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { startServer } from "../../src/server/serve.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { parameter } from "../../src/trace/node.ts";
import { createClient } from "../../src/client/client.ts";
import { tempDir } from "../support/temp_dir.ts";
import { classifierTask, named, student, wordy } from "../support/classifier_task.ts";

const guess = defineTask({
  name: "guess",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: () => x };
  },
  examples: { train: [{ input: null }] },
  guide: (_example, output) => -Math.abs(5 - Number(output)),
});

Deno.test("startServer() refuses two tasks of one name", async () => {
  const dataDir = await tempDir();
  await assertRejects(
    () => startServer({ tasks: [guess, guess], dataDir, port: 0 }),
    UsageError,
    'another one is also named "guess"',
  );
});

Deno.test("startServer() lets a job ask an offered model, and no other", async () => {
  const answer = '{"reasoning": "5 is best", "suggestion": {"x": 5}}';
  const model: LanguageModel = { ...scriptedModel(() => answer), name: "offered" };
  const dataDir = await tempDir();
  await using server = await startServer({ tasks: [guess], models: [model], dataDir, port: 0 });
  const client = createClient(server.url);
  assertEquals((await client.tasks()).models, ["offered"]);
  const options = { steps: 1, model: "offered" };
  const { id } = await client.createJob({ task: "guess", options });
  const { result } = await client.wait(id);
  assertEquals([result?.best.parameters, result?.usage.calls], [{ x: 5 }, 1]);
  await assertRejects(
    () => client.createJob({ task: "guess", options: { model: "another" } }),
    Error,
    "Models on offer are: offered",
  );
});

Deno.test("startServer() lets a job name the agent's model, and tells its share of the use", async () => {
  const [teacher, pupil] = [named("teacher", wordy()), named("student", student())];
  const dataDir = await tempDir();
  await using server = await startServer({
    tasks: [classifierTask()],
    models: [teacher, pupil],
    dataDir,
    port: 0,
  });
  const client = createClient(server.url);
  const options = { steps: 1, model: "teacher", agentModel: "student" };
  const { id } = await client.createJob({ task: "classifier", options });
  const { result } = await client.wait(id);
  assertEquals([result?.best.score, result?.usage.byRole.agent.calls], [1, 14]);
});
