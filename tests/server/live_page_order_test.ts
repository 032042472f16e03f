import { assertEquals } from "@std/assert";
import { startJobServer } from "../../src/server/job_server.ts";
import { serverLimits } from "../../src/server/limits.ts";
import type { FinishedEvent } from "../../src/trainer/event.ts";
import { openChromium } from "../support/chromium.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("the live page stays at done when an older answer on the job comes later", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    makeRunJob: (events) => async ({ id }) => {
      await Deno.mkdir(events.runDir(id), { recursive: true });
      const write = (part: readonly unknown[]) =>
        Deno.writeTextFile(
          events.logPath(id),
          part.map((event) => `${JSON.stringify(event)}\n`).join(""),
          { append: true },
        );
      const log = sampleRun();
      await write(log.slice(0, -1));
      events.notify(id);
      await gate.promise;
      await write(log.slice(-1));
      return log.at(-1) as FinishedEvent; // as: its last event is this one
    },
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
  });
  await using browser = await openChromium();
  const page = await browser.newPage();
  const held = Promise.withResolvers<void>();
  let asked = 0;
  await page.route(/\/v1\/jobs\/[\w-]+$/, async (route) => {
    if (++asked === 1) return await route.continue(); // when the job is opened
    const response = await route.fetch(); // at the event "started"
    assertEquals((await response.json()).state, "running");
    gate.resolve();
    await page.locator("#state", { hasText: "done" }).waitFor();
    await route.fulfill({ response });
    held.resolve();
  });
  await page.goto(server.url);
  await page.getByRole("button", { name: "Optimize" }).click();
  await held.promise;
  await page.evaluate(() => fetch("/healthz")); // after the answer that was held has been read
  await page.evaluate(() => fetch("/healthz"));
  assertEquals(await page.locator("#state").textContent(), "done");
});
