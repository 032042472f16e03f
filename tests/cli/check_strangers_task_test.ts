import { assertEquals, assertMatch } from "@std/assert";
import { checkStrangersTask, unlimited } from "../../src/cli/check_strangers_task.ts";

Deno.test({
  name: "checkStrangersTask() opens a task and names the limits of its process",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { outcome, detail } = await checkStrangersTask();
    assertEquals(outcome, "ok", detail);
    assertMatch(detail, /limits of processor time, memory, the growth of files$/);
  },
});

Deno.test("unlimited() names what a table of limits does not limit", () => {
  const table = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              7200                 7201                 seconds
Max file size             unlimited            unlimited            bytes
Max data size             1703936000           unlimited            bytes
`;
  assertEquals(unlimited(table), ["the growth of files"]);
  assertEquals(unlimited(""), ["processor time", "memory", "the growth of files"]);
});
