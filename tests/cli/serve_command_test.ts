import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readSse } from "../server/served_app.ts";
import { libraryUrl, startOpto } from "./opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A task whose steps take a moment each. */
const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three",
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    forward(x: number) { return this.factor.mul(x); },
  }),
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: async ({ expected }, output) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return -Math.abs(Number(output) - expected) || 0;
  },
});
`;

interface Job {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly result: { readonly stopReason: string } | null;
}

/** Starts `serve` in a directory and waits until it listens. */
async function serve(cwd: string, args: readonly string[] = []) {
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const started = startOpto(["serve", "--task", "task.ts", "--port", "0", ...args], { cwd });
  const url = await started.until(/listens on (http:\S+)/);
  return {
    ...started,
    async call(path: string, init?: RequestInit): Promise<Response> {
      return await fetch(new URL(path, url), init);
    },
    async ask(options: object): Promise<Job> {
      const response = await this.call("/v1/jobs", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ task: "three", options }),
      });
      assertEquals(response.status, 202);
      return await response.json();
    },
    async events(id: string, count?: number) {
      return await readSse(await this.call(`/v1/jobs/${id}/events`), count);
    },
  };
}

Deno.test("serve runs a job from POST to its report, and ends tidily", async () => {
  const cwd = await tempDir();
  const server = await serve(cwd);
  const { id } = await server.ask({ steps: 2, seed: 1, budget: { seconds: 60 } });
  const events = await server.events(id);
  assertEquals([events[0]?.event, events.at(-1)?.event], ["started", "end"]);
  const job: Job = await (await server.call(`/v1/jobs/${id}`)).json();
  assertEquals([job.state, job.result?.stopReason], ["done", "steps"]);
  const best = await (await server.call(`/v1/jobs/${id}/best`)).json();
  assertEquals(Object.keys(best.parameters), ["factor"]);
  assertStringIncludes(await (await server.call(`/v1/jobs/${id}/report`)).text(), "three");
  server.kill("SIGTERM");
  const end = await server.end;
  assertEquals([end.code, end.stderr, end.orphans], [0, "", []]);
  assertMatch(end.stdout, /^job [0-9a-f]{8} {2}three {2}running$/m);
  assertMatch(end.stdout, /^job [0-9a-f]{8} {2}three {2}done {2}-\S+ → -\S+$/m);
});

Deno.test("serve cancels a running job and keeps its results", async () => {
  const server = await serve(await tempDir());
  const { id } = await server.ask({ steps: 100_000 });
  await server.events(id, 5);
  assertEquals((await server.call(`/v1/jobs/${id}`, { method: "DELETE" })).status, 202);
  const events = await server.events(id);
  assertEquals((events.at(-1)?.data as Job).state, "cancelled");
  assertEquals((await server.call(`/v1/jobs/${id}/best`)).status, 200);
  server.kill("SIGINT");
  assertEquals((await server.end).code, 0);
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  Deno.test(`serve resumes a job that ran when the server ended by ${signal}`, async () => {
    const cwd = await tempDir();
    const first = await serve(cwd);
    const { id } = await first.ask({ steps: 5, seed: 2 });
    await first.events(id, 12);
    first.kill(signal);
    assertEquals((await first.end).orphans, []);

    const second = await serve(cwd);
    const events = await second.events(id);
    const job = events.at(-1)?.data as Job;
    assertEquals([job.state, job.result?.stopReason], ["done", "steps"]);
    assertEquals(job.attempts, signal === "SIGTERM" ? 1 : 2);
    const types = events.map(({ event }) => event);
    assertEquals(types.filter((type) => type === "resumed").length, 1);
    assertEquals(types.filter((type) => type === "started").length, 1);
    second.kill("SIGTERM");
    assertEquals((await second.end).code, 0);
  });
}

Deno.test("serve takes limits of bodies, streams, connections and jobs, and other origins", async () => {
  const cwd = await tempDir();
  const limits = ["body=100", "job-concurrency=1", "connections=20", "streams=1", "job-streams=1"];
  const options = limits.map((limit) => `--max-${limit}`);
  const server = await serve(cwd, [...options, "--cors=https://page.example"]);
  const headers = { origin: "https://page.example" };
  const shared = await server.call("/v1/tasks", { headers });
  assertEquals(shared.headers.get("access-control-allow-origin"), headers.origin);
  const { id } = await server.ask({ steps: 100_000 });
  const stream = await server.call(`/v1/jobs/${id}/events`);
  const refusals: number[] = [(await server.call(`/v1/jobs/${id}/events`)).status];
  for (const options of [{ concurrency: 2 }, { model: "x".repeat(100) }]) {
    const body = JSON.stringify({ task: "three", options });
    const json = { "content-type": "application/json" };
    refusals.push((await server.call("/v1/jobs", { method: "POST", headers: json, body })).status);
  }
  assertEquals(refusals, [503, 422, 413]);
  await stream.body?.cancel();
  server.kill("SIGTERM");
  assertEquals((await server.end).code, 0);
});

Deno.test("serve refuses what would be unsafe or ambiguous", async () => {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const refusals: readonly (readonly [readonly string[], RegExp])[] = [
    [["--host", "0.0.0.0"], /token/],
    [["--task", "task.ts"], /also named "three"/],
    [["--port", "99999999"], /listen/],
    [["--max-streams", "0"], /max-streams/],
    [["--cors", "*"], /every origin.*no token/],
    [["--cors", "https://page.example/path"], /as an origin/],
    [["--model", "gpt-5-mini"], /OPENAI_API_KEY/],
  ];
  for (const [args, message] of refusals) {
    const end = await startOpto(["serve", "--task", "task.ts", ...args], { cwd }).end;
    assertEquals([end.code, end.orphans], [2, []], end.stderr);
    assertMatch(end.stderr, message);
  }
});
