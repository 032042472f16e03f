import { assert, assertEquals } from "@std/assert";
import { finishFromLog } from "../../src/run/finish_from_log.ts";
import { toyRun } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { jsonText } from "../../src/trainer/json_text.ts";
import { TaskError } from "../../src/errors.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The directory of a run that was killed before it wrote `finished`. */
async function killedRun(): Promise<string> {
  const runDir = await tempDir();
  await toyRun({ runDir, steps: 3, seed: 4 }).result;
  const path = `${runDir}/events.jsonl`;
  const lines = readEventLog(path).slice(0, -1).map((event) => `${jsonText(event)}\n`);
  await Deno.writeTextFile(path, `${lines.join("")}{"type":"evalu`);
  for (const file of ["best", "report.html"]) {
    await Deno.remove(`${runDir}/${file}`, { recursive: true });
  }
  return runDir;
}

const error = new TaskError("It was killed", { advice: "Mend it." });

Deno.test("finishFromLog() ends the log once, and writes best and report", async () => {
  const runDir = await killedRun();
  const [finished, ...others] = await finishFromLog(runDir, { stopReason: "failed", error });
  assertEquals(others, []);
  assert(finished?.type === "finished");
  const log = readEventLog(`${runDir}/events.jsonl`);
  const best = log.findLast((event) => event.type === "best");
  assertEquals(log.at(-1), finished);
  assertEquals(finished.best.parameters, best?.parameters);
  assertEquals([finished.best.score, finished.stopReason], [best?.score ?? null, "failed"]);
  assertEquals(finished.error, { code: "task", message: "It was killed", advice: "Mend it." });
  const written = JSON.parse(await Deno.readTextFile(`${runDir}/best/parameters.json`));
  assertEquals(written, best?.parameters);
  assert((await Deno.readTextFile(`${runDir}/report.html`)).includes("It was killed"));

  assertEquals(await finishFromLog(runDir, { stopReason: "failed", error }), [finished]);
  assertEquals(readEventLog(`${runDir}/events.jsonl`).length, log.length);
});

Deno.test("finishFromLog() keeps the end that the run had, but for its summary", async () => {
  const runDir = await killedRun();
  const [last] = await finishFromLog(await killedRun(), { stopReason: "steps" });
  assert(last?.type === "finished");
  const events = await finishFromLog(runDir, { stopReason: "failed", error, finished: last });
  assertEquals(events.map(({ type }) => type), ["warning", "finished"]);
  assertEquals(readEventLog(`${runDir}/events.jsonl`).slice(-2), events);
});

Deno.test("finishFromLog() finds nothing to end where no run began", async () => {
  const runDir = await tempDir();
  assertEquals(await finishFromLog(runDir, { stopReason: "failed" }), []);
  assertEquals(await finishFromLog("", { stopReason: "failed" }), []);
  assertEquals([...Deno.readDirSync(runDir)], []);
});
