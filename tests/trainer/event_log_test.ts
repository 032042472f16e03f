import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { StorageError, UsageError } from "../../src/errors.ts";
import { runRecords } from "../../src/run/run_records.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { eventFault } from "../../src/trainer/event_fields.ts";
import { EventLog, readEventLog } from "../../src/trainer/event_log.ts";
import { jsonText } from "../../src/trainer/json_text.ts";
import { eventJsonOf } from "../../src/trainer/log_line.ts";
import { nothingSpent } from "../../src/trainer/ledger.ts";
import { logText } from "../support/log_text.ts";
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

Deno.test("jsonText() writes -0 as it is, at any depth", () => {
  const event = {
    type: "step",
    step: 1,
    steps: 1,
    current: 0,
    best: null,
    spent: { ...nothingSpent, usd: -0 },
    memory: [[-0, 0, 1, "-0"]],
  } as const;
  const text = jsonText(event);
  assertEquals(JSON.parse(text), event);
  assertEquals(text.match(/-0/g)?.length, 3);
  assertEquals(jsonText(warning("plain")), JSON.stringify(warning("plain")));
  const best = { type: "best", step: 0, candidate: "c", score: -0, parameters: {} } as const;
  assertEquals(jsonText(best).includes('"score":-0'), true);
});

Deno.test("EventLog is open for the next run at once, also while processes are started beside it", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const program =
    `for (;;) await new Deno.Command(Deno.execPath(), { args: ["--version"] }).output()`;
  const starting = new Worker(`data:text/javascript,${encodeURIComponent(program)}`, {
    type: "module",
  });
  try {
    for (let turn = 0; turn < 1_000; turn++) {
      EventLog.open(path)[Symbol.dispose]();
      if (turn % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    starting.terminate();
    await Deno.remove(directory, { recursive: true });
  }
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

Deno.test("readEventLog() refuses a line that is no event, with its number and its fault", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const good = jsonText(warning("fine"));
  const faults: Readonly<Record<string, string>> = {
    "null": "a record is needed, received null",
    "5": "a record is needed, received number",
    "{}": "its type is not that of an event: undefined",
    '{"type":"other","step":1}': 'its type is not that of an event: "other"',
    '{"type":"warning"}': '"warning.step" must be a number, received nothing',
    '{"type":"warning","step":"1"}': '"warning.step" must be a number, received string',
    "not JSON": 'received "not JSON"',
  };
  for (const [line, fault] of Object.entries(faults)) {
    await Deno.writeTextFile(path, `${good}\n${line}\n`);
    const { message, cause } = assertThrows(() => readEventLog(path), UsageError);
    assertEquals(cause instanceof SyntaxError, line === "not JSON");
    assertEquals(message, `Cannot read "${path}:2" as an event: ${fault}`);
  }
  const long = `"${"x".repeat(200)}`;
  await Deno.writeTextFile(path, `${long}\n`);
  const { message } = assertThrows(() => readEventLog(path), UsageError);
  assertEquals(message.endsWith(`received ${JSON.stringify(long.slice(0, 80))}`), true);
});

Deno.test("readEventLog() names the missing field of an event of every type", async () => {
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
  ];
  for (const type of [...types, "finished"]) {
    await Deno.writeTextFile(path, logText([{ type }]));
    assertThrows(() => readEventLog(path), UsageError, `events.jsonl:1" as an event: "${type}.`);
  }
});

Deno.test("EventLog cuts a torn line of any length off, at the limits of what it reads at once", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const whole = logText([warning("first"), warning("second")]);
  for (const torn of [0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 2 ** 21, 2 ** 21 + 1]) {
    await Deno.writeTextFile(path, `${whole}${"x".repeat(torn)}`);
    EventLog.open(path)[Symbol.dispose]();
    assertEquals(await Deno.readTextFile(path), whole);
  }
});

const events: readonly RunEvent[] = [
  warning("one"),
  { type: "step", step: 1, steps: 2, current: -0, best: null, spent: nothingSpent },
  warning("two"),
  warning("three"),
];

/** Copies of a file with one bit changed, two for each byte: other bits from byte to byte, all of a line's end. */
function* flips(bytes: Uint8Array): Generator<readonly [place: number, flipped: Uint8Array]> {
  for (const [place, byte] of bytes.entries()) {
    for (let bit = 0; bit < 8; bit++) {
      if (byte === 0x0a || bit % 4 === place % 4) {
        yield [place, bytes.with(place, byte ^ (1 << bit))];
      }
    }
  }
}

Deno.test("a flipped bit anywhere in a log is found, and named with its line and what can be saved", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  for (const log of [events, events.slice(0, 1)]) {
    const text = logText(log);
    const whole = new TextEncoder().encode(text);
    for (const [place, flipped] of flips(whole)) {
      const line = text.slice(0, place).split("\n").length;
      await Deno.writeFile(path, flipped);
      const { message, advice } = assertThrows(() => readEventLog(path), UsageError);
      assertEquals(message.includes(`events.jsonl:${line}" as an event`), true, message);
      assertEquals(
        advice?.includes(line === 1 ? "start a new run" : `from line ${line - 1}`),
        true,
      );
    }
    await Deno.writeFile(path, whole);
    assertEquals(readEventLog(path), log);
  }
});

Deno.test("a line that was removed, doubled or moved is found", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  const [first, second, third, fourth] = logText(events).split("\n");
  const changed = [
    [first, third, fourth],
    [second, third, fourth],
    [first, second, second, third, fourth],
    [first, third, second, fourth],
  ];
  for (const lines of changed) {
    await Deno.writeTextFile(path, lines.map((line) => `${line}\n`).join(""));
    assertThrows(() => readEventLog(path), UsageError, "its checksum does not match");
  }
});

Deno.test("EventLog goes on from the line before a damage on request, and keeps the damaged log", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  const damaged = logText(events).replace("two", "tow");
  for (const copy of ["events.damaged-1.jsonl", "events.damaged-2.jsonl"]) {
    await Deno.writeTextFile(path, damaged);
    assertThrows(() => EventLog.open(path), UsageError, "events.jsonl:3");
    assertEquals(readEventLog(path, { repair: true }), events.slice(0, 2));
    {
      using log = EventLog.open(path, { repair: true });
      assertEquals(log.recorded, events.slice(0, 2));
      log.append(warning("after"));
    }
    assertEquals(readEventLog(path), [...events.slice(0, 2), warning("after")]);
    assertEquals(await Deno.readTextFile(path.replace("events.jsonl", copy)), damaged);
  }
});

Deno.test("a log without checksums is read, and covered by those of the lines that follow", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  await Deno.writeTextFile(path, `${jsonText(warning("by hand"))}\n`);
  {
    using log = EventLog.open(path);
    log.append(warning("after"));
  }
  assertEquals(readEventLog(path), [warning("by hand"), warning("after")]);
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace("by hand", "by hant"));
  assertThrows(() => readEventLog(path), UsageError, "its checksum does not match");
  await Deno.writeTextFile(path, `${text}${jsonText(warning("by hand"))}\n`);
  assertThrows(() => readEventLog(path), UsageError, "it lacks its checksum");
});

Deno.test("EventLog keeps its whole lines when one cannot be written, and says which file", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  {
    using log = EventLog.open(path);
    log.append(warning("before"));
    const failed = assertThrows(
      () => log.append(warning("x".repeat(2 ** 26))),
      StorageError,
      `Cannot write "${path}": `,
    );
    assertEquals(failed.advice?.includes("resume the run"), true);
    log.append(warning("after"));
  }
  assertEquals(readEventLog(path), [warning("before"), warning("after")]);
});

Deno.test("large fields are packed in the log, and whole for its readers", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  const content = "The same again. ".repeat(10_000);
  const exchange: RunEvent = {
    type: "exchange",
    step: 1,
    key: "key",
    request: { messages: [{ role: "user", content }], temperature: -0 },
    response: {
      text: "yes",
      finishReason: "stop",
      usage: { promptTokens: 1, completionTokens: 1, usd: null },
      model: "m",
    },
  };
  {
    using log = EventLog.open(path);
    log.append(exchange);
  }
  assertEquals(readEventLog(path), [exchange]);
  assertEquals(Object.keys(readEventLog(path)[0] ?? {}), Object.keys(exchange));
  const text = await Deno.readTextFile(path);
  assertEquals(text.length < 1000, true, text);
  assertEquals(eventJsonOf(text.trimEnd()), jsonText(exchange));
  const [plain = ""] = logText([warning('a quoted ,"packed":{ and "crc":"01234567"}')]).split("\n");
  assertEquals(
    JSON.parse(eventJsonOf(plain)),
    warning('a quoted ,"packed":{ and "crc":"01234567"}'),
  );
});

Deno.test("a log whose slacks are no numbers of four bytes in base64 is refused", () => {
  const evaluated = {
    ...{ type: "evaluated", step: 0, candidate: "c", example: { split: "train", index: 0 } },
    ...{ score: 1, feedback: "", metrics: {}, output: "", durationMs: 1 },
  };
  const faultOf = (slacks: string) => eventFault({ ...evaluated, relaxed: { score: 1, slacks } });
  assertEquals(faultOf(new Uint8Array(8).toBase64()), undefined);
  for (const slacks of ["no base64!", "AAA", new Uint8Array(5).toBase64()]) {
    assertEquals(
      faultOf(slacks),
      '"evaluated.relaxed.slacks" must be base64 of numbers of four bytes, received string',
    );
  }
});

Deno.test("a log with a measured cost that is no share of a call is refused", () => {
  const measured = { type: "measured", step: 1, evaluationMs: 2, callMs: 4 };
  const faultOf = (evaluationCost: unknown) => eventFault({ ...measured, evaluationCost });
  for (const cost of [0, 0.5, 1]) assertEquals(faultOf(cost), undefined);
  for (const cost of [-0.1, 1.5, null]) {
    assertStringIncludes(faultOf(cost) ?? "", "must be a number from 0 to 1, received");
  }
});
