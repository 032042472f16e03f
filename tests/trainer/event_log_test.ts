import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { runRecords } from "../../src/run/run_records.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { EventLog, eventText, readEventLog } from "../../src/trainer/event_log.ts";
import { nothingSpent } from "../../src/trainer/ledger.ts";
import { tempDir } from "../support/temp_dir.ts";

const warning = (message: string) =>
  ({ type: "warning", step: 0, code: "careful", message }) as const;

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

Deno.test("eventText() writes -0 as it is, at any depth", () => {
  const event = {
    type: "step",
    step: 1,
    steps: 1,
    current: 0,
    best: null,
    spent: { ...nothingSpent, usd: -0 },
    memory: [[-0, 0, 1, "-0"]],
  } as const;
  const text = eventText(event);
  assertEquals(JSON.parse(text), event);
  assertEquals(text.match(/-0/g)?.length, 3);
  assertEquals(eventText(warning("plain")), JSON.stringify(warning("plain")));
  const best = { type: "best", step: 0, candidate: "c", score: -0, parameters: {} } as const;
  assertEquals(eventText(best).includes('"score":-0'), true);
});

Deno.test("EventLog refuses a second writer, and a place that is no file of ours", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  {
    using _log = EventLog.open(path);
    const locked = assertThrows(
      () => EventLog.open(path),
      UsageError,
      `Cannot write "${path}" as the event log: another run is writing it`,
    );
    assertEquals(locked.advice, "Wait for that run to end, or stop it first.");
  }
  EventLog.open(path)[Symbol.dispose](); // the lock went with its owner
  const refused = assertThrows(
    () => EventLog.open(`${directory}/missing/events.jsonl`),
    UsageError,
    "as the event log: ",
  );
  assertEquals(refused.advice, "Choose a writable directory with --run-dir.");
  assertEquals(refused.cause instanceof Deno.errors.NotFound, true);
});

Deno.test("readEventLog() refuses what is no file", async () => {
  const directory = await tempDir();
  assertThrows(() => readEventLog(directory), UsageError, `"${directory}" as an event log: it is`);
  const refused = assertThrows(
    () => readEventLog(`${directory}/missing`),
    UsageError,
    "as an event log: ",
  );
  assertEquals(refused.advice, "Pass the directory of an earlier run.");
});

Deno.test("readEventLog() refuses a line that is no event, with its number and its beginning", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const good = eventText(warning("fine"));
  const lines = [
    "null",
    "5",
    "{}",
    '{"type":"other","step":1}',
    '{"type":"warning"}',
    '{"type":"warning","step":"1"}',
    "not JSON",
    "not JSON, and long".repeat(20),
    `"${"x".repeat(200)}"`,
  ];
  for (const line of lines) {
    await Deno.writeTextFile(path, `${good}\n${line}\n`);
    const { message, cause } = assertThrows(() => readEventLog(path), UsageError);
    assertEquals(cause instanceof SyntaxError, line.startsWith("not JSON"));
    const start = JSON.stringify(line.slice(0, 80));
    assertEquals(message, `Cannot read "${path}:2" as an event: received ${start}`);
  }
  const broken = new Uint8Array([...new TextEncoder().encode(good), 0xe2, 10]); // half a character
  await Deno.writeFile(path, broken);
  assertThrows(() => readEventLog(path), UsageError, `Cannot read "${path}:1" as an event`);
  await Deno.writeTextFile(path, '{"type":"started"}\n{"type":"finished"}\n');
  assertEquals(readEventLog(path).length, 2);
});

Deno.test("EventLog cuts a torn line of any length off, at the limits of what it reads at once", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  for (const torn of [0, 1, 2 ** 16 - 1, 2 ** 16, 2 ** 16 + 1, 2 ** 17, 2 ** 17 + 1]) {
    await Deno.writeTextFile(path, `first\nsecond\n${"x".repeat(torn)}`);
    EventLog.open(path)[Symbol.dispose]();
    assertEquals(await Deno.readTextFile(path), "first\nsecond\n");
  }
});

Deno.test("readEventLog() takes events of every type", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const types: readonly RunEvent["type"][] = [
    "started",
    "resumed",
    "evaluated",
    "exchange",
    "model-trouble",
    "proposed",
    "answered",
    "compared",
    "best",
    "step",
    "warning",
    "finished",
  ];
  const lines = types.map((type) => JSON.stringify({ type, step: 0 }));
  await Deno.writeTextFile(path, lines.join("\n") + "\n");
  assertEquals(readEventLog(path).map(({ type }) => type), types);
});
