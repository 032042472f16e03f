import { assertEquals } from "@std/assert";
import { finishFromLog } from "../../src/run/finish_from_log.ts";
import { renderReport } from "../../src/run/report.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

/** How many times the logs of runs are opened while some work is done. */
async function openings(work: () => Promise<unknown>): Promise<number> {
  const { openSync } = Deno;
  let count = 0;
  Deno.openSync = (path, options) => {
    if (String(path).endsWith("events.jsonl")) count++;
    return openSync(path, options);
  };
  try {
    await work();
  } finally {
    Deno.openSync = openSync;
  }
  return count;
}

const reportIn = (runDir: string) => Deno.readTextFile(`${runDir}/report.html`);

Deno.test("a run does not read its log at its end: it may be long, and time is short then", async () => {
  const runDir = await tempDir();
  const run = (steps: number, resume = false) =>
    openings(() => toyRun({ runDir, steps, resume, seed: 1 }).result);
  const opened = await run(3);
  assertEquals(opened, 2); // to append to it, and to look whether it has a run
  assertEquals(await reportIn(runDir), await renderReport(readEventLog(`${runDir}/events.jsonl`)));
  assertEquals(await run(6, true), opened);
  assertEquals(await reportIn(runDir), await renderReport(readEventLog(`${runDir}/events.jsonl`)));
});

Deno.test("a log is finished in one reading, with the report that its events give", async () => {
  const runDir = await tempDir();
  await toyRun({ runDir, steps: 3, seed: 1 }).result;
  const path = `${runDir}/events.jsonl`;
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
  await Deno.writeTextFile(path, lines.slice(0, -2).map((line) => `${line}\n`).join(""));
  await Deno.remove(`${runDir}/report.html`);
  const opened = await openings(() => finishFromLog(runDir, { stopReason: "interrupted" }));
  assertEquals(opened, 2);
  assertEquals(readEventLog(path).at(-1)?.type, "finished");
  assertEquals(await reportIn(runDir), await renderReport(readEventLog(path)));
});
