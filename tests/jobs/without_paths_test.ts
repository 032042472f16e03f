import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StorageError } from "../../src/errors.ts";
import { JobEvents } from "../../src/jobs/job_events.ts";
import { JobQueue } from "../../src/jobs/job_queue.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { withoutPaths } from "../../src/jobs/without_paths.ts";
import type { FinishedEvent } from "../../src/trainer/event.ts";
import { logText } from "../support/log_text.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";

const id = "3b241101-e2bb-4255-8caf-4136c566a962";
const here = new URL("../../src/task/judge.ts", import.meta.url);

const shown: Readonly<Record<string, string>> = {
  [`Cannot write "/data/runs/${id}/events.jsonl"`]: 'Cannot write "events.jsonl"',
  [`{"runDir":"/tmp/opto-work-1/runs/${id}"}`]: '{"runDir":"."}',
  [`at load (file:///data/runs/${id}/source/main.ts:3:1)`]: "at load (source/main.ts:3:1)",
  [`at judge (${here}:3:1)`]: "at judge (opto/src/task/judge.ts:3:1)",
  [`in "${fileURLToPath(here)}"`]: 'in "opto/src/task/judge.ts"',
  "at file:///root/.cache/deno/npm/registry.example/zod/4.6.7/index.js:1:2":
    "at npm:zod/4.6.7/index.js:1:2",
  [`dir=/runs/${id}, /runs/${id}`]: "dir=., .",
  [`/data/runs/other https://example.org/npm "/data/x"`]:
    `/data/runs/other https://example.org/npm "/data/x"`,
};

for (const [text, expected] of Object.entries(shown)) {
  Deno.test(`withoutPaths() shows ${expected}`, () => {
    assertEquals(withoutPaths(text, id), expected);
  });
}

Deno.test("withoutPaths() keeps JSON whole, whatever its texts hold", () => {
  const parts = [
    `/a/runs/${id}/x`,
    `\n/runs/${id}`,
    "\\",
    '"',
    "file:///npm/registry.example/",
    "//",
  ];
  for (const one of parts) {
    for (const other of parts) {
      const json = JSON.stringify({ [one + other]: [other + one] });
      JSON.parse(withoutPaths(json, id));
    }
  }
  const slashes = "/".repeat(1_000_000);
  assertEquals(withoutPaths(slashes, id), slashes);
});

Deno.test("a client reads no path of the server in the error, the result and the events of a job", async () => {
  const directory = await tempDir();
  const events = new JobEvents(join(directory, "runs"));
  await using store = sqliteJobStore(":memory:");
  const runDir = events.runDir(id);
  const error = new StorageError(`Cannot write "${runDir}/report.html": no`);
  const { code, message } = error;
  const finished = { ...sampleRun().at(-1), runDir, error: { code, message } } as FinishedEvent; // as: its last event is this one
  await Deno.mkdir(runDir, { recursive: true });
  await Deno.writeTextFile(events.logPath(id), logText([finished]));
  const ended = Promise.withResolvers<void>();
  await using queue = new JobQueue({
    store,
    runJob: () => Promise.resolve({ ...finished, stopReason: "failed" }),
    onChange: async () => {
      if ((await store.get(id))?.state === "failed") ended.resolve();
    },
  });
  await store.add({ id, task: "pack", options: {} });
  await queue.open();
  await ended.promise;
  const job = await store.get(id);
  const [event] = await Array.fromAsync(events.read(id));
  for (const text of [JSON.stringify(job), event?.json]) {
    assertEquals([text?.includes(directory), text?.includes("report.html")], [false, true]);
  }
  assertEquals([job?.result?.runDir, job?.error?.message], [".", 'Cannot write "report.html": no']);
});
