/** Whatever code of a task does, its job ends, the next one runs, and the server lives. */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import { createClient, type OptoClient } from "../../src/client/client.ts";
import { TaskError, UsageError } from "../../src/errors.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { Job } from "../../src/jobs/job.ts";
import { type ServeOptions, startServer } from "../../src/server/serve.ts";
import { startOpto } from "../cli/opto_command.ts";
import { misbehavingTask, type Place, type Way } from "../support/misbehaving_task.ts";
import { startOpenAiServer } from "../support/openai_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const cases: readonly (readonly [Place, Way, Job["state"], string?])[] = [
  ["guide", "never", "done"],
  ["guide", "rejects late", "failed", "task"],
  ["guide", "throws from a timer", "failed", "task"],
  ["guide", "blocks", "failed", "TASK_BLOCKED"],
  ["guide", "exits", "failed", "TASK_ENDED"],
  ["agent", "blocks idly", "failed", "TASK_BLOCKED"],
  ["summarize", "throws", "done"],
  ["summarize", "exits", "done"],
];

const nameOf = (place: Place, way: Way) => `${place}-${way.replaceAll(" ", "-")}`;

Deno.test("serve goes on with the next job, whatever the code of a task does", async () => {
  const cwd = await tempDir();
  const args: string[] = [];
  for (const [place, way] of cases) {
    const name = nameOf(place, way);
    await Deno.writeTextFile(join(cwd, `${name}.ts`), misbehavingTask(place, way, name));
    args.push("--task", `${name}.ts`);
  }
  const server = startOpto(["serve", "--port", "0", ...args], { cwd });
  const client = createClient(await server.until(/listens on (http:\S+)/));
  const jobs: Job[] = [];
  for (const [place, way] of cases) {
    const options = { steps: 2, seed: 1, budget: { seconds: 3 } };
    jobs.push(await client.createJob({ task: nameOf(place, way), options }));
  }
  const ended: Job[] = [];
  for (const { id } of jobs) ended.push(await client.wait(id));
  assertEquals(
    ended.map(({ task, state, error }) => [task, state, error?.code]),
    cases.map(([place, way, state, code]) => [nameOf(place, way), state, code]),
  );
  for (const { id } of jobs) assertEquals(await finishedEvents(client, id), 1);
  server.kill("SIGTERM");
  const end = await server.end;
  assertEquals([end.code, end.orphans], [0, []], end.stderr);
});

async function finishedEvents(client: OptoClient, id: string): Promise<number> {
  let count = 0;
  for await (const event of client.events(id)) if (event.type === "finished") count++;
  return count;
}

/** Starts a server whose one task blocks when it has evaluated its start. */
async function serveBlocking(options: Partial<ServeOptions> = {}) {
  const dir = await tempDir();
  const module = join(dir, "task.ts");
  await Deno.writeTextFile(module, misbehavingTask("guide", "blocks idly"));
  const printed: string[] = [];
  const { promise: blocks, resolve } = Promise.withResolvers<void>();
  const server = await startServer({
    tasks: [module],
    dataDir: join(dir, "data"),
    port: 0,
    onOutput(_job, line) {
      printed.push(line);
      if (line === "blocks now") resolve();
    },
    ...options,
  });
  return { server, client: createClient(server.url), module, dir, printed, blocks };
}

/** A job whose process says that it blocks. */
async function blockedJob({ client, blocks }: Awaited<ReturnType<typeof serveBlocking>>) {
  const job = await client.createJob({ task: "odd", options: { steps: 2 } });
  await blocks;
  return job;
}

Deno.test("a job that blocks is cancelled when it is deleted", async () => {
  const served = await serveBlocking();
  await using _server = served.server;
  const { client } = served;
  const { id } = await blockedJob(served);
  await client.cancel(id);
  const { state, result } = await client.wait(id);
  assertEquals([state, result?.stopReason, result?.error?.code], [
    "cancelled",
    "interrupted",
    "TASK_BLOCKED",
  ]);
});

Deno.test("a server that closes saves a job that blocks, and the next one resumes it", async () => {
  const served = await serveBlocking();
  const { server, module, dir } = served;
  const { id } = await blockedJob(served);
  await server[Symbol.asyncDispose]();
  using _calm = withVariable("CALM", "1"); // the task's process inherits it
  await using again = await startServer({ tasks: [module], dataDir: join(dir, "data"), port: 0 });
  const { state, attempts } = await createClient(again.url).wait(id);
  assertEquals([state, attempts], ["done", 1]);
});

Deno.test("a server does not resume a job of a module that was changed, and names it", async () => {
  const served = await serveBlocking();
  const { server, dir, module, client } = served;
  const { id } = await blockedJob(served);
  const started = [];
  for await (const event of client.events(id)) {
    started.push(event);
    break;
  }
  assertEquals(
    started.map((event) => event.type === "started" && event.fingerprint?.isVerified),
    [true],
  );
  await server[Symbol.asyncDispose]();
  await Deno.writeTextFile(module, misbehavingTask("guide", "throws"));
  await using again = await startServer({ tasks: [module], dataDir: join(dir, "data"), port: 0 });
  const { state, error } = await createClient(again.url).wait(id);
  assertEquals([state, error?.code], ["failed", "usage"]);
  assertMatch(error?.message ?? "", /these changed since it began: task\.ts$/);
});

Deno.test("startServer() lets the job of a module ask a model that is served by name", async () => {
  const dir = await tempDir();
  const module = join(dir, "task.ts");
  await Deno.writeTextFile(module, misbehavingTask("guide", "prints"));
  await using models = startOpenAiServer(() => '{"suggestion": {"factor": 3}}');
  const { server, client, printed } = await serveBlocking({
    tasks: [module],
    models: [{ name: "scripted", baseUrl: models.baseUrl }],
  });
  await using _server = server;
  const options = { steps: 1, model: "scripted" };
  const { result } = await client.wait((await client.createJob({ task: "odd", options })).id);
  assertEquals([result?.best.parameters, result?.usage.calls], [{ factor: 3 }, 1]);
  assertEquals(printed.includes("\x1b[31mred\x07"), true);
});

Deno.test("startServer() refuses a module without a task, and a model that cannot reach it", async () => {
  const { server, module, dir } = await serveBlocking();
  await server[Symbol.asyncDispose]();
  const empty = join(dir, "empty.ts");
  await Deno.writeTextFile(empty, "export {};");
  const others = { dataDir: join(dir, "other"), port: 0 };
  await assertRejects(() => startServer({ tasks: [empty], ...others }), TaskError, "exports");
  const error = await assertRejects(
    () => startServer({ tasks: [module], models: [scriptedModel([])], ...others }),
    UsageError,
  );
  assertMatch(error.message, /runs in another/);
});

/** Sets a variable of the environment until disposed. */
function withVariable(name: string, value: string): Disposable {
  Deno.env.set(name, value);
  return { [Symbol.dispose]: () => Deno.env.delete(name) };
}
