import { assert, assertEquals } from "@std/assert";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

const program = new URL("../support/slow_run.ts", import.meta.url).pathname;

/** Runs the program; where `bytes` are given, kills it as soon as its log is so long. */
async function run(runDir: string, killAt = Infinity): Promise<boolean> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, runDir],
    stdout: "null",
  }).spawn();
  let hasEnded = false;
  const status = child.status.then((status) => {
    hasEnded = true;
    return status;
  });
  while (!hasEnded && sizeOf(`${runDir}/events.jsonl`) < killAt) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (!hasEnded) child.kill("SIGKILL");
  const { success } = await status;
  return success;
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0; // not there yet
  }
}

Deno.test("a run killed by SIGKILL again and again is resumed to the same records", async () => {
  const [whole, killed] = [await tempDir(), await tempDir()];
  assert(await run(whole));
  const expected = readEventLog(`${whole}/events.jsonl`);
  const size = sizeOf(`${whole}/events.jsonl`);
  for (const share of [0.2, 0.45, 0.7, 0.9]) await run(killed, share * size);
  assert(await run(killed));
  const events = readEventLog(`${killed}/events.jsonl`);
  assertEquals(records(events), records(expected));
  assert(events.some((event) => event.type === "resumed"));
  for (const directory of [whole, killed]) await Deno.remove(directory, { recursive: true });
});
