import { assertEquals, assertThrows } from "@std/assert";
import { brotliCompressSync, constants } from "node:zlib";
import { StorageError, UsageError } from "../../src/errors.ts";
import { EventLog, readEventLog } from "../../src/trainer/event_log.ts";
import { jsonText } from "../../src/trainer/json_text.ts";
import type { EventOf } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";

const warning = (message: string) =>
  ({ type: "warning", step: 0, code: "careful", message }) as const;

Deno.test("readEventLog() takes lines of 64 MiB, and none of one byte more", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const empty = jsonText(warning("")).length;
  const write = (length: number) =>
    Deno.writeTextFile(path, `${jsonText(warning("x".repeat(length - empty)))}\n`);
  await write(64 * 2 ** 20);
  assertEquals(readEventLog(path).length, 1);
  await write(64 * 2 ** 20 + 1);
  assertThrows(() => readEventLog(path), UsageError, "received a line of 67108865 bytes");
});

const evaluated = sampleRun().find((event) => event.type === "evaluated")!; // !: there is one

/** The text of so many bytes of JSON, packed. */
const bomb = (length: number) =>
  brotliCompressSync(JSON.stringify("x".repeat(length - 2)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 }, // the best takes seconds
  }).toString("base64");

async function readPacked(packed: Readonly<Record<string, string>>, type = "evaluated") {
  const path = `${await tempDir()}/events.jsonl`;
  await Deno.writeTextFile(path, `${JSON.stringify({ ...evaluated, type, packed })}\n`);
  return readEventLog(path);
}

Deno.test("readEventLog() unpacks no more than 64 MiB of a line, and known fields only", async () => {
  const half = bomb(40 * 2 ** 20);
  for (
    const packed of [
      { feedbackGraph: bomb(64 * 2 ** 20 + 1) },
      { feedbackGraph: half, messages: half },
      { other: bomb(10) },
      { type: bomb(10) },
      { "__proto__x": bomb(10) },
    ]
  ) {
    const error = await readPacked(packed).then(() => null, (error: unknown) => error);
    assertEquals(error instanceof UsageError, true, Object.keys(packed).join());
  }
  for (const type of ["__proto__", "constructor", "finished"]) {
    const error = await readPacked({ feedbackGraph: bomb(10) }, type)
      .then(() => null, (error: unknown) => error);
    assertEquals(error instanceof UsageError, true, type);
  }
});

Deno.test("EventLog refuses an event that could not be read again, and goes on", async () => {
  const path = `${await tempDir()}/events.jsonl`;
  {
    using log = EventLog.open(path);
    log.append(warning("first"));
    const memory = "x".repeat(64 * 2 ** 20);
    const large: EventOf<"answered"> = {
      type: "answered",
      step: 1,
      proposal: 0,
      suggestions: 1,
      memory,
    };
    assertThrows(() => log.append(large), StorageError, 'received "memory" of');
    log.append(warning("second"));
  }
  assertEquals(readEventLog(path).length, 2);
});
