import { assertEquals } from "@std/assert";
import { pathToFileURL } from "node:url";
import { lockFlag } from "../../src/untrusted/lock_flag.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("lockFlag() holds the process to the lock file of its project, and makes none", async () => {
  const project = await tempDir();
  await Deno.mkdir(`${project}/src/child`, { recursive: true });
  const main = pathToFileURL(`${project}/src/child/main.ts`).href;
  await Deno.writeTextFile(`${project}/deno.json`, "{}");
  assertEquals(lockFlag(main), "--no-lock");
  await Deno.writeTextFile(`${project}/deno.lock`, "{}");
  assertEquals(lockFlag(main), "--frozen");
});
