import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { serverLimits } from "../../src/server/limits.ts";
import { startJobServer } from "../../src/server/job_server.ts";
import type { RunJob } from "../../src/jobs/job_queue.ts";
import type { JobEvents } from "../../src/jobs/job_events.ts";
import { cutElements } from "../support/chromium.ts";
import { sampleRun } from "../support/sample_run.ts";
import { sharedChromium } from "../support/shared_chromium.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A run that plays the sample; `gate` holds it up before its end. */
function playSample(gate: Promise<void>, hostile = ""): (events: JobEvents) => RunJob {
  return (events) => async ({ id }) => {
    await Deno.mkdir(events.runDir(id), { recursive: true });
    for (const event of sampleRun({ hostile })) {
      if (event.type === "finished") await gate;
      const line = `${JSON.stringify(event)}\n`;
      await Deno.writeTextFile(events.logPath(id), line, { append: true });
      events.notify(id);
      if (event.type === "finished") return event;
    }
    throw new Error("the sample run has no end");
  };
}

Deno.test("the live page asks for a job, follows it, and shows its best code as text", async () => {
  const gate = Promise.withResolvers<void>();
  const attack = `<img src=x onerror="document.title='owned'">\u202e`;
  await using server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    makeRunJob: playSample(gate.promise, attack),
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
  });
  await using page = await sharedChromium.newPage({ viewport: { width: 1280, height: 1000 } });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  await page.goto(server.url);
  await page.getByLabel("Steps").fill("6");
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.getByText("new best -208.1").waitFor();
  assertEquals(await page.locator("#initial").textContent(), "-210.2");
  assertEquals(await page.locator("#step").textContent(), "6/6");
  assertEquals(await page.locator("#state").textContent(), "running");
  await page.locator("#chart svg.wide text", { hasText: "mean score on validation" }).waitFor();
  await page.locator("#chart svg.wide .line[d*=V]").waitFor({ state: "attached" }); // it rises
  assertStringIncludes(
    await page.locator("#code").textContent() ?? "",
    "const left = room - item;",
  );
  assertStringIncludes(await page.locator("#title").textContent() ?? "", "\\u202e");
  assertFalse((await page.locator("body").innerText()).includes("\u202e"));
  gate.resolve();
  await page.locator("#state", { hasText: "done" }).waitFor();
  await page.locator("#log", { hasText: "ended: steps" }).waitFor();
  await page.locator("#chart svg.wide text", { hasText: "difference" }).waitFor();
  const shot = Deno.env.get("SCREENSHOT");
  if (shot !== undefined) await page.screenshot({ path: shot });
  assertEquals(await page.title(), "Opto");
  assertEquals(await page.locator("img").count(), 0);
  assertEquals(complaints, []);

  await page.goto(`${server.url}v1/jobs/${new URL(page.url()).hash.slice(1)}/report`);
  await page.getByRole("heading", { name: "What changed" }).waitFor();
  assertEquals(await page.locator("img").count(), 0);
});

Deno.test("the live page asks for the token once, and works with it", async () => {
  const token = "a token of some length";
  await using server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    makeRunJob: playSample(Promise.resolve()),
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
    token,
  });
  await using page = await sharedChromium.newPage();
  await page.goto(server.url);
  await page.getByLabel("Token").fill("a guess");
  await page.getByRole("button", { name: "Enter" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Enter" }).click();
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.locator("#state", { hasText: "done" }).waitFor();
});

Deno.test("the live page tries again when the server has no free event stream", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    makeRunJob: playSample(gate.promise),
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits({ maxStreams: 1 }),
  });
  const body = JSON.stringify({ task: "pack" });
  const headers = { "content-type": "application/json" };
  const created = await fetch(`${server.url}v1/jobs`, { method: "POST", headers, body });
  const { id } = await created.json();
  const other = await fetch(`${server.url}v1/jobs/${id}/events`);
  await using page = await sharedChromium.newPage();
  await page.goto(`${server.url}#${id}`);
  await page.locator("#log", { hasText: "trying again" }).waitFor();
  await other.body?.cancel();
  gate.resolve();
  await page.locator("#log", { hasText: "ended: steps" }).waitFor();
});

Deno.test("the live page fits on a narrow screen, with axes, and tells jobs apart by time and seed", async () => {
  const long = `${"x".repeat(300)} ${"word ".repeat(100)}`;
  await using server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    makeRunJob: playSample(Promise.resolve(), long),
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
  });
  for (const [width, drawing] of [[390, "narrow"], [760, "wide"], [1280, "wide"]] as const) {
    await using page = await sharedChromium.newPage({ viewport: { width, height: 900 } });
    await page.goto(server.url);
    await page.getByLabel("Seed").fill("7");
    await page.getByRole("button", { name: "Optimize" }).click();
    await page.locator("#state", { hasText: "done" }).waitFor();
    // The last chart has the best score and the last step.
    await page.locator(`#chart svg.${drawing} text`, { hasText: "−208.0" }).waitFor();
    await page.locator(`#chart svg.${drawing} text`, { hasText: /^6$/ }).first().waitFor();
    const texts = await page.locator(`#chart svg.${drawing} text:visible`).allTextContents();
    for (const text of ["mean score on validation", "step", "−210.0", "6"]) {
      assert(texts.includes(text), `${text} in ${texts}`);
    }
    await page.locator("#jobs a[aria-current]", {
      hasText: /pack.*done.*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, seed 7/s,
    }).waitFor();
    assertEquals(await cutElements(page), []);
  }
});
