import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { heapFlags } from "../../src/supervise/heap_flags.ts";
import { tempDir } from "../support/temp_dir.ts";

const gigabyte = 2 ** 30;
const memory = 64 * gigabyte;

/** A run directory with a log of this size, without content. */
async function directoryWith(bytes: number): Promise<string> {
  const directory = await tempDir();
  const log = join(directory, "events.jsonl");
  await Deno.writeTextFile(log, "");
  await Deno.truncate(log, bytes);
  return directory;
}

const sized = (gigabytes: number) => [`--v8-flags=--max-old-space-size=${gigabytes * 1024}`];

Deno.test("heapFlags() gives a process five times the size of the logs that it reads, and at most most of the memory", async () => {
  const [one, two] = [await directoryWith(gigabyte), await directoryWith(2 * gigabyte)];
  assertEquals(heapFlags([two], { flags: ["--allow-all"], memory }), sized(10));
  assertEquals(heapFlags([one, two], { flags: [], memory }), sized(15));
  assertEquals(heapFlags([two], { flags: [], memory: 8 * gigabyte }), sized(6));
  assertEquals(heapFlags([two], { flags: [] }).length, 1);
});

Deno.test("heapFlags() leaves new runs and small logs alone, and what the user chose", async () => {
  const large = await directoryWith(2 * gigabyte);
  assertEquals(heapFlags([], { flags: [], memory }), []);
  assertEquals(heapFlags([await directoryWith(1_000), "/missing"], { flags: [], memory }), []);
  assertEquals(heapFlags([large], { flags: ["--v8-flags=--expose-gc"], memory }), []);
});
