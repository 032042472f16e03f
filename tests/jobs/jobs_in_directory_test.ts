import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../src/errors.ts";
import { jobsInDirectory } from "../../src/jobs/jobs_in_directory.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { logText } from "../support/log_text.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("jobsInDirectory() books the call that a killed server cut off, before the run goes on", async () => {
  await using jobs = await jobsInDirectory(await tempDir(), (error) => {
    throw error;
  });
  const { store, events } = jobs;
  await store.add({ id: "a", task: "pack", options: {} });
  const claim = await store.claim();
  const finished = sampleRun().at(-1);
  if (claim === undefined || finished?.type !== "finished") throw new Error("there is no job");
  const path = events.logPath("a");
  const run = jobs.carriedOut(() => Promise.resolve(finished));
  const context = { signal: new AbortController().signal, claim };
  await run(claim.job, context); // it has no log yet
  await Deno.mkdir(events.runDir("a"), { recursive: true });
  const asking = { type: "asking", step: 0, role: "agent", key: "k", model: "m" } as const;
  await Deno.writeTextFile(path, logText([asking]));
  await run(claim.job, context);
  const [, booked] = readEventLog(path);
  assertEquals([booked?.type, booked?.type === "model-trouble" && booked.key], [
    "model-trouble",
    "k",
  ]);
});

Deno.test("jobsInDirectory() refuses a store that was emptied beside runs, and no fresh one", async () => {
  const dataDir = await tempDir();
  const path = join(dataDir, "jobs.sqlite");
  const open = () =>
    jobsInDirectory(dataDir, (error) => {
      throw error;
    });
  await Deno.writeTextFile(path, ""); // a server that died as it began
  {
    await using jobs = await open();
    await Deno.mkdir(jobs.events.runDir("a"), { recursive: true });
  }
  await (await open())[Symbol.asyncDispose]();
  await Deno.truncate(path);
  const error = await assertRejects(open, UsageError, "it has 0 bytes beside 1 run");
  assertEquals(error.advice?.includes("docs/deploy/README.md"), true);
  await Deno.remove(path);
  await using jobs = await open();
  assertEquals(await jobs.store.list(), []);
});
