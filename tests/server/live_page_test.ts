import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import type { RunJob } from "../../src/jobs/job_queue.ts";
import type { JobEvents } from "../../src/jobs/job_events.ts";
import { defineTask } from "../../src/task/define_task.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { serverLimits } from "../../src/server/limits.ts";
import { type JobServerOptions, startJobServer } from "../../src/server/job_server.ts";
import { startServer } from "../../src/server/serve.ts";
import { parameter } from "../../src/trace/node.ts";
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

/** A server whose jobs play the sample. */
async function sampleServer(gate: Promise<void>, more: Partial<JobServerOptions> = {}) {
  return await startJobServer({
    offer: { tasks: [{ name: "pack", description: "Packs bins" }], models: [] },
    makeRunJob: playSample(gate),
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
    ...more,
  });
}

/** Asks for a job without the form. */
async function newJob(url: string): Promise<string> {
  const response = await fetch(`${url}v1/jobs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"task":"pack"}',
  });
  return (await response.json()).id;
}

/** What a page complains about, and what it asks of others. */
function faultsOf(page: Page, url: string): readonly string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !to.startsWith("data:")) faults.push(to);
  });
  return faults;
}

const stateOf = (page: Page, state: string) => page.locator("#state", { hasText: state }).waitFor();

Deno.test("a person asks for a job, follows it, says something to its run, opens the report, and cancels another", async () => {
  const asked = Promise.withResolvers<void>();
  const hasSaid = Promise.withResolvers<void>();
  const never = Promise.withResolvers<void>();
  let count = 0;
  const model = scriptedModel(async () => {
    if (++count === 2) asked.resolve();
    if (count === 2) await hasSaid.promise;
    if (count > 3) await never.promise; // of the job that is cancelled
    return `{"suggestion": {"factor": ${1 + count}}}`;
  });
  const task = defineTask({
    name: "tripling",
    agent: () => {
      const factor = parameter(1, { name: "factor" });
      return { factor, forward: (x: number) => factor.mul(x) };
    },
    examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
    guide: ({ expected }, output) =>
      output instanceof Error ? -1000 : -Math.abs(output - Number(expected)),
  });
  await using server = await startServer({
    tasks: [task],
    models: [model],
    dataDir: await tempDir(),
    port: 0,
  });
  await using page = await sharedChromium.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(server.url);
  const faults = faultsOf(page, server.url);
  await page.getByRole("link", { name: "New job" }).first().click();
  await page.getByLabel("Name of the job").fill("three times");
  await page.getByLabel("Model", { exact: true }).selectOption(model.name);
  await page.getByLabel("Steps").fill("3");
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.getByRole("heading", { name: "three times" }).waitFor();
  await asked.promise;
  await page.locator("#chart svg.wide text", { hasText: "evaluations" }).waitFor();
  assertEquals(await page.locator(".state").textContent(), "running");

  await page.getByRole("link", { name: "Outputs" }).click();
  await page.getByLabel("What is good or bad").fill("Triple it.");
  await page.getByLabel("no, I reject these").check();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("The run takes it up at its next step").waitFor();
  hasSaid.resolve();
  await page.locator(".said", { hasText: "Triple it." }).waitFor();
  await stateOf(page, "done");
  const prompt = model.requests.at(-1)?.messages.at(-1)?.content ?? "";
  assertStringIncludes(prompt, "(rejects them): Triple it.");
  await page.getByRole("link", { name: "Trace" }).click();
  assert(
    await page.locator(".graph img").evaluate(
      async (image: { naturalWidth: number; decode(): Promise<void> }) => {
        await image.decode(); // it may still load
        return image.naturalWidth;
      },
    ) > 50,
  );
  await page.getByRole("link", { name: "Report" }).click();
  await page.getByRole("heading", { name: "What people said" }).waitFor();
  assertEquals(faults, []);

  await page.goto(`${server.url}new`);
  await page.getByLabel("Model", { exact: true }).selectOption(model.name);
  await page.getByRole("button", { name: "Optimize" }).press("Enter");
  await page.getByRole("button", { name: "Cancel" }).click();
  await stateOf(page, "cancelled");
  never.resolve();
});

Deno.test("the form shows each fault at its field, and sends a source or tells why it is refused", async () => {
  await using server = await sampleServer(Promise.resolve());
  await using page = await sharedChromium.newPage();
  await page.goto(`${server.url}new`);
  await page.getByLabel("Steps").fill("0");
  await page.getByLabel("Seed").fill("-1");
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.getByRole("alert").getByText("see the fields below").waitFor();
  for (const field of ["Steps", "Seed"]) {
    const control = page.getByLabel(field);
    assertEquals(await control.getAttribute("aria-invalid"), "true");
    const line = await control.getAttribute("aria-describedby") ?? "";
    assertStringIncludes(await page.locator(`[id="${line}"]`).textContent() ?? "", "Too small");
  }
  assertEquals(await page.evaluate("document.activeElement?.id"), "/options/steps");
  await page.getByLabel("Steps").fill("");
  await page.getByLabel("Seed").fill("");
  await page.getByLabel("a source of my own").check();
  await page.locator("#source-files").setInputFiles(
    {
      name: "task.ts",
      mimeType: "text/plain",
      buffer: Buffer.from("export default 1;"),
    },
  );
  const source = page.getByLabel("Source: one TypeScript module");
  await page.waitForFunction("document.querySelector('textarea').value !== ''"); // the page reads the file
  assertEquals(await source.inputValue(), "export default 1;");
  await page.getByRole("button", { name: "Optimize" }).click();
  const refusal = page.getByRole("alert");
  await refusal.getByText(/source|task/i).waitFor();
  assertEquals(await page.evaluate("document.activeElement?.id"), "refusal");
});

Deno.test("a page that is renewed keeps focus, opened parts, written words and its place", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = await sampleServer(gate.promise);
  const id = await newJob(server.url);
  await using page = await sharedChromium.newPage();
  const faults = faultsOf(page, server.url);
  await page.goto(`${server.url}jobs/${id}/outputs`);
  await page.locator("#example-validation-1").waitFor();
  await page.locator("#example-validation-1 summary").press("Enter");
  await page.getByLabel("Your own score").fill("0.5");
  await page.getByLabel("What is good or bad").fill("half a sen");
  gate.resolve();
  await stateOf(page, "done"); // now the examples of the test are shown, and nothing can be said
  await page.waitForFunction('document.getElementById("feedback") === null');
  assertEquals(await page.evaluate("document.activeElement?.id"), "main");

  await page.goto(`${server.url}jobs/${id}/candidates`);
  const first = page.locator("#kept summary").first();
  await first.press("Enter");
  await page.evaluate(`import("/live.js").then(({ refresh }) => {
    const isDone = new Promise((resolve) => addEventListener("refreshed", resolve, { once: true }));
    refresh();
    return isDone.then(() => undefined);
  })`);
  assert(
    await page.locator("#kept details").first().evaluate((part: { open: boolean }) => part.open),
  );
  assertEquals(await page.evaluate("document.activeElement.localName"), "summary");
  assertEquals(faults, []);
});

Deno.test("the pages fit any screen, in light and dark, and can be read without JavaScript", async () => {
  const long = `${"x".repeat(300)} ${"word ".repeat(100)}`;
  await using server = await sampleServer(Promise.resolve(), {
    makeRunJob: playSample(Promise.resolve(), long),
  });
  const [id, other] = [await newJob(server.url), await newJob(server.url)];
  await using page = await sharedChromium.newPage({ javaScriptEnabled: false });
  await page.goto(`${server.url}jobs/${other}`);
  while (await page.locator("#state", { hasText: "done" }).count() === 0) await page.reload();
  const pages = ["", "new", `compare?job=${id}&job=${other}`]
    .concat(["", "/candidates", "/outputs", "/faults", "/log"].map((part) => `jobs/${id}${part}`));
  await page.goto(server.url);
  assertStringIncludes(await page.locator("#jobs").innerText(), "-210.20 → -208.10");
  await using scripted = await sharedChromium.newPage();
  for (const path of pages) {
    await scripted.goto(server.url + path);
    for (const width of [1280, 390]) {
      await scripted.setViewportSize({ width, height: 900 });
      assertEquals(await cutElements(scripted), [], `${width}, ${path}`);
    }
    for (const colorScheme of ["light", "dark"] as const) {
      await scripted.emulateMedia({ colorScheme });
      assertEquals(await faintTexts(scripted), [], `${colorScheme}, ${path}`);
    }
  }
});

/** Texts whose contrast to their background is below 4.5, which WCAG 2.2 asks of small text at level AA. */
async function faintTexts(page: Page): Promise<readonly string[]> {
  return await page.evaluate(`(() => {
    const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
    const light = (color) => numbers(color).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
      const { backgroundColor } = getComputedStyle(element);
      const [, , , alpha = 1] = numbers(backgroundColor);
      return alpha > 0.99 || element === document.documentElement ? backgroundColor : behind(element.parentElement);
    };
    const faint = new Set();
    for (const element of document.querySelectorAll("main *, header *")) {
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
      if (!hasText || element.closest("svg, :disabled, .skip") || !element.checkVisibility()) continue;
      const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
      const ratio = (one + 0.05) / (other + 0.05);
      if (ratio < 4.5) faint.add(element.tagName + "." + element.className + " " + ratio.toFixed(1));
    }
    return [...faint];
  })()`);
}

Deno.test("a page asks for the token once, and works with it", async () => {
  const token = "a token of some length";
  await using server = await sampleServer(Promise.resolve(), { token });
  await using page = await sharedChromium.newPage();
  await page.goto(server.url);
  await page.getByLabel("Token").fill("a guess");
  await page.getByRole("button", { name: "Enter" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Enter" }).click();
  await page.getByRole("link", { name: "New job" }).first().click();
  await page.getByRole("button", { name: "Optimize" }).click();
  await stateOf(page, "done");
});

Deno.test("a page follows a job also when the server has no free event stream", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = await sampleServer(gate.promise, {
    limits: serverLimits({ maxStreams: 1 }),
  });
  const id = await newJob(server.url);
  const other = await fetch(`${server.url}v1/jobs/${id}/events`);
  await using page = await sharedChromium.newPage();
  const refused = page.waitForResponse((response) => response.status() === 503);
  await page.goto(`${server.url}jobs/${id}`);
  await refused;
  gate.resolve();
  await stateOf(page, "done");
  await other.body?.cancel();
  assertFalse(await page.getByRole("button", { name: "Cancel" }).isVisible());
});
