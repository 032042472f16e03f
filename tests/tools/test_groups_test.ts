import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";

const tool = fileURLToPath(new URL("../../tools/test_groups.ts", import.meta.url));

Deno.test("test_groups.ts refuses a number of groups at the same time that is no whole number from 1", async () => {
  const runs = ["-1", "0.5", "0", "two"].map(async (jobs) => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", tool, "docs"],
      env: { DENO_JOBS: jobs },
    }).output();
    assertEquals(code, 2, jobs);
    assertStringIncludes(new TextDecoder().decode(stderr), `whole number from 1, received ${jobs}`);
  });
  await Promise.all(runs);
});
