import { assert, assertEquals } from "@std/assert";
import { faultRun, stateOf } from "../support/killed_runs.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a run killed at a write, whole or half, is resumed to the same records and the same best/", async () => {
  const whole = await tempDir();
  const writes = await faultRun(whole);
  assert(writes !== null && writes > 50);
  const expected = stateOf(whole);
  assertEquals(Object.keys(expected.best), ["agent.ts", "parameters.json"]);
  // The soak kills at every write. Here: the first event, a best and its files, and the end.
  const bests = [2, 9, 12, 13, writes - 2];
  for (const [place, write] of bests.entries()) {
    const runDir = await tempDir();
    const moment = (["before", "half", "after"] as const)[place % 3]!; // !: one of three
    assertEquals(await faultRun(runDir, { write, moment }), null, `${moment} write ${write}`);
    await faultRun(runDir);
    assertEquals(stateOf(runDir), expected, `${moment} write ${write}`);
  }
});
