import { assertEquals } from "@std/assert";
import { runRecords } from "../../src/run/run_records.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { EventLog, readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

const warning = (message: string) => ({ type: "warning", step: 0, message }) as const;

Deno.test("EventLog reads its own lines, including lines longer than one read and torn ones", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const events = [warning("é".repeat(900_000)), warning("short"), warning("ü".repeat(2_000_000))];
  {
    using log = EventLog.open(path);
    for (const event of events) log.append(event);
  }
  assertEquals(readEventLog(path), events);

  const torn = JSON.stringify(warning("never whole".repeat(20_000))).slice(0, 200_000);
  await Deno.writeTextFile(path, torn, { append: true });
  assertEquals(readEventLog(path), events);
  {
    using log = EventLog.open(path);
    log.append(warning("after"));
  }
  assertEquals(readEventLog(path), [...events, warning("after")]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("EventLog cuts a log that is one torn line to nothing", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "x".repeat(200_000));
  EventLog.open(path)[Symbol.dispose]();
  assertEquals((await Deno.stat(path)).size, 0);
  await Deno.remove(path);
});

Deno.test("EventLog carries a score of -0, so that the records of the log are those of the run", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const evaluated: RunEvent = {
    type: "evaluated",
    step: 0,
    candidate: "c",
    example: { split: "train", index: 0 },
    score: -0,
    feedback: "",
    metrics: { miss: -0, size: 0 },
    output: "0",
    durationMs: 1,
  };
  const events = [evaluated, { ...evaluated, score: 0 }];
  {
    using log = EventLog.open(path);
    for (const event of events) log.append(event);
  }
  const read = readEventLog(path);
  assertEquals(read, events);
  assertEquals(runRecords(read), runRecords(events));
  assertEquals(new Set(runRecords(read)).size, 2);
  await Deno.remove(directory, { recursive: true });
});
