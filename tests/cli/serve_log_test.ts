import { assert, assertEquals, assertFalse } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { Job } from "../../src/jobs/job.ts";
import { jsonLog } from "../../src/cli/serve_log.ts";
import { sampleRun } from "../support/sample_run.ts";

const finished = sampleRun().at(-1);
const job: Job = {
  ...{ id: "1b4e28ba-2fa1-11d2-883f-0016d3cca427", name: "a\nb \u202e c", task: "pack" },
  ...{ sourceHash: null, holder: "ann", options: {}, state: "done", attempts: 1 },
  ...{ traceParent: null, isCancelRequested: false, createdAt: "2026-11-22T15:00:00.000Z" },
  ...{ startedAt: "2026-11-22T15:00:01.000Z", finishedAt: "2026-11-22T15:00:02.000Z", error: null },
  result: finished?.type === "finished" ? finished : null,
};

Deno.test("jsonLog() writes one object a line, without secrets, keys and hidden characters", () => {
  const printed: string[] = [];
  const log = jsonLog((line) => printed.push(line), {
    secrets: ["the token of the server"],
    now: () => new Date(0),
  });
  log.listening({ url: "http://127.0.0.1:8787/", tasks: ["pack"] });
  log.job(job);
  log.job({ ...job, state: "failed", error: { code: "internal", message: "x".repeat(9_999) } });
  log.output(job, "my key is sk-abcdefghijklmnop0123");
  log.error(new UsageError("Cannot use the token of the server"));
  log.removed(job);
  log.stopping();
  log.stopped();
  const lines = printed.map((line) => JSON.parse(line));
  assertEquals(lines.map(({ level, event }) => `${level} ${event}`), [
    ...["info listening", "info job-done", "warn job-failed", "info job-output", "error error"],
    ...["info job-removed", "info stopping", "info stopped"],
  ]);
  assertEquals(lines[1], {
    ...{ time: "1970-01-01T00:00:00.000Z", level: "info", event: "job-done" },
    ...{ job: job.id, name: job.name, task: "pack", holder: "ann", attempts: 1 },
    ...{ score: { initial: -210.2, best: -208.1 }, evaluations: 58, seconds: 9.5, usd: 0 },
  });
  assertEquals(lines[2].message.length, 2_000);
  assertEquals(lines[3].line, "my key is [redacted]");
  assertEquals(lines[4].message, "Cannot use [redacted]");
  for (const line of printed) {
    assertFalse(/[\n\u202e]/.test(line));
    assert(line.length < 3_000);
  }
});
