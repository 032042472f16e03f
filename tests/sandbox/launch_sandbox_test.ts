import { assertEquals } from "@std/assert";
import { launchSandbox } from "../../src/code/sandbox/launch_sandbox.ts";
import { resolveLimits } from "../../src/code/sandbox/limits.ts";

Deno.test("Child.kill() and hold() do nothing when the child is gone already", async () => {
  const child = launchSandbox({
    mainSource: "Deno.exit(3)",
    workerSource: "",
    limits: resolveLimits(),
  });
  const { code } = await child.status;
  child.hold(true);
  child.hold(false);
  await child.kill();
  assertEquals(code, 3);
  await child.input.abort().catch(() => {}); // its other end is gone
  await child.output.cancel();
});
