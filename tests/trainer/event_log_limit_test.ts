import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { eventText, readEventLog } from "../../src/trainer/event_log.ts";
import { tempDir } from "../support/temp_dir.ts";

const warning = (message: string) =>
  ({ type: "warning", step: 0, code: "careful", message }) as const;

Deno.test("readEventLog() takes lines of 64 MiB, and none of one byte more", async () => {
  const directory = await tempDir();
  const path = `${directory}/events.jsonl`;
  const empty = eventText(warning("")).length;
  const write = (length: number) =>
    Deno.writeTextFile(path, `${eventText(warning("x".repeat(length - empty)))}\n`);
  await write(64 * 2 ** 20);
  assertEquals(readEventLog(path).length, 1);
  await write(64 * 2 ** 20 + 1);
  assertThrows(() => readEventLog(path), UsageError, "received a line of 67108865 bytes");
});
