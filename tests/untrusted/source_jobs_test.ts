import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startServer } from "../../src/server/serve.ts";
import type { Job } from "../../src/jobs/job.ts";
import { jobDatabase } from "../support/job_database.ts";
import { postgresTest } from "../support/postgres.ts";
import { tempDir } from "../support/temp_dir.ts";
import { taskText } from "./opened_task.ts";

async function post(url: string, body: unknown): Promise<Response> {
  return await fetch(new URL("v1/jobs", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Waits for the end of a job. */
async function endOf(url: string, id: string): Promise<Job> {
  for (let look = 0; look < 600; look++) {
    const job: Job = await (await fetch(new URL(`v1/jobs/${id}`, url))).json();
    if (["done", "failed", "cancelled"].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The job did not end");
}

Deno.test("a job may bring its source where the operator allows it, and a hostile one fails alone", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    await using server = await startServer({
      ...{ tasks: [], dataDir, port: 0, allowSource: true, concurrency: 2 },
    });
    const { url } = server;
    const options = { steps: 1, seed: 1 };
    const hostileGuide = taskText("").replace(
      /guide: .*\n/,
      `guide: () => { throw new Error("the guide's own fault"); },\n`,
    );
    const ids: string[] = [];
    for (
      const source of [
        taskText(""),
        { files: { "a/task.ts": taskText("") }, entry: "a/task.ts" },
        hostileGuide,
      ]
    ) {
      const response = await post(url, { source, options });
      const job: Job = await response.json();
      assertEquals([response.status, job.task], [202, null], JSON.stringify(job));
      assert(job.sourceHash !== null);
      ids.push(job.id);
    }
    const endless = await post(url, {
      source: "for (;;);",
      options: { ...options, taskLimits: { processorMs: 300 } },
    });
    const { id: endlessId } = await endless.json();
    const slow = await post(url, {
      source: taskText("await new Promise((resolve) => setTimeout(resolve, 30_000));"),
      options: { ...options, budget: { seconds: 2 } },
    });
    const { id: slowId } = await slow.json();
    const [one, two, three] = await Promise.all(ids.map((id) => endOf(url, id)));
    assertEquals([one?.state, two?.state], ["done", "done"], JSON.stringify([one, two]));
    assertEquals(one?.result?.best, two?.result?.best);
    assertEquals(three?.state, "failed");
    assertStringIncludes(three?.error?.message ?? "", "the guide's own fault at task.ts:");
    assertStringIncludes(
      (await endOf(url, endlessId)).error?.message ?? "",
      "more than 0.3 seconds of processor time",
    );
    assertStringIncludes(
      (await endOf(url, slowId)).error?.message ?? "",
      "took more than 2 seconds to load",
    );
    const refused = await post(url, { source: { files: { "../x.ts": "" }, entry: "../x.ts" } });
    assertEquals([refused.status, (await refused.json()).errors[0].pointer], [422, "/source"]);
    const unread = await (await post(url, { source: { files: { "task.ts": "" } } })).json();
    assertStringIncludes(unread.errors[0].detail, "{ files: { path: text }, entry: path }");
    const nothing = await (await post(url, {})).json();
    assertStringIncludes(nothing.errors[0].detail, "neither task nor source");
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

postgresTest(
  "a job that brings its source may ask for more evaluations at a time than there are cores, also with a database",
  async (postgres) => {
    const dataDir = await tempDir();
    await using server = await startServer({
      ...{ tasks: [], dataDir, port: 0, allowSource: true },
      database: await jobDatabase(postgres),
      limits: { maxJobConcurrency: 64 },
    });
    const options = { steps: 1, seed: 1, concurrency: navigator.hardwareConcurrency + 1 };
    const response = await post(server.url, { source: taskText(""), options });
    const { id } = await response.json();
    const { state, error } = await endOf(server.url, id);
    assertEquals([state, error], ["done", null]);
  },
);
