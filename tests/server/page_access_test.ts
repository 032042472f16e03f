import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import axe from "axe-core";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { serverLimits } from "../../src/server/limits.ts";
import { startJobServer } from "../../src/server/job_server.ts";
import { cutElements } from "../support/chromium.ts";
import { sampleRun } from "../support/sample_run.ts";
import { sharedChromium } from "../support/shared_chromium.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A server whose jobs play the sample, and that takes sources. */
async function sampleServer() {
  return await startJobServer({
    offer: { tasks: [{ name: "pack", description: "Packs bins" }], models: [], sources: true },
    makeRunJob: (events) => async ({ id }) => {
      await Deno.mkdir(events.runDir(id), { recursive: true });
      for (const event of sampleRun()) {
        await Deno.writeTextFile(events.logPath(id), `${JSON.stringify(event)}\n`, {
          append: true,
        });
        events.notify(id);
        if (event.type === "finished") return event;
      }
      throw new Error("the sample run has no end");
    },
    dataDir: await tempDir(),
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
  });
}

async function doneJob(url: string, name: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ task: "pack", name });
  const { id } = await (await fetch(`${url}v1/jobs`, { method: "POST", headers, body })).json();
  await (await fetch(`${url}v1/jobs/${id}/events?types=finished`)).text(); // ends with the job
  return id;
}

/** Violations that axe finds on a page, with the elements at fault. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 160)).join(" | ")))`);
}

Deno.test("axe finds no violation on any page, wide and narrow, light, dark and in forced colors", async () => {
  await using server = await sampleServer();
  const long = `${"x".repeat(120)} \u0633\u0644\u0627\u0645 ${"word ".repeat(10)}`.trim();
  const [id, other] = [await doneJob(server.url, long), await doneJob(server.url, "b")];
  const parts = ["", "/candidates", "/outputs", "/trace", "/faults", "/log"];
  const paths = ["", "new", `compare?job=${id}&job=${other}`, "jobs/unknown"]
    .concat(parts.map((part) => `jobs/${id}${part}`));
  await using page = await sharedChromium.newPage();
  for (const path of paths) {
    await page.goto(server.url + path);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (
        const media of [
          { colorScheme: "light" },
          { colorScheme: "dark" },
          { forcedColors: "active", reducedMotion: "reduce" },
        ] as const
      ) {
        await page.emulateMedia({ forcedColors: "none", ...media });
        assertEquals(await violations(page), [], `${width}, ${JSON.stringify(media)}, ${path}`);
      }
      assertEquals(await cutElements(page), [], `${width}, ${path}`);
    }
  }
});

Deno.test("a chart is read by keys, by the pointer, and on the page of a comparison", async () => {
  await using server = await sampleServer();
  const [id, other] = [await doneJob(server.url, "a"), await doneJob(server.url, "b")];
  await using page = await sharedChromium.newPage({ viewport: { width: 390, height: 900 } });
  for (const path of [`jobs/${id}`, `compare?job=${id}&job=${other}`]) {
    await page.goto(server.url + path);
    const reader = page.getByRole("slider");
    await reader.focus();
    const first = await reader.getAttribute("aria-valuetext") ?? "";
    assertStringIncludes(first, "evaluations");
    assertStringIncludes(first, "-210.2");
    await reader.press("End");
    const last = await reader.getAttribute("aria-valuetext") ?? "";
    assertStringIncludes(last, "-208.1");
    assertEquals(await page.locator(".reading").textContent(), last);
    await reader.press("ArrowLeft");
    assert(await reader.getAttribute("aria-valuetext") !== last);
    await reader.hover({ position: { x: 1, y: 20 } });
    await page.waitForFunction(
      `document.querySelector(".reading").textContent === ${JSON.stringify(first)}`,
    );
  }
});

Deno.test("the form sends several files with the chosen entry, leaves out others, and keeps them when refused", async () => {
  await using server = await sampleServer();
  await using page = await sharedChromium.newPage();
  const requests: unknown[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") requests.push(request.postDataJSON());
  });
  await page.goto(`${server.url}new`);
  await page.getByLabel("a source of my own").check();
  const file = (name: string, text: string) => ({
    name,
    mimeType: "text/plain",
    buffer: Buffer.from(text),
  });
  await page.getByLabel("or files").setInputFiles([
    file("rules.ts", "export const rule = 1;"),
    file("task.ts", 'import "./rules.ts"; export default 1;'),
    file("notes.md", "words"),
  ]);
  await page.getByText("1 left out, which are no modules: notes.md").waitFor();
  const entry = page.getByLabel("The file with the task");
  assertEquals(await entry.inputValue(), "task.ts");
  await entry.selectOption("rules.ts");
  await page.getByLabel("or files").setInputFiles([file("a name.ts", "export {};")]);
  await page.getByText("3 files are sent").waitFor();
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.locator("[id='fault-of-/source']", { hasText: "a name.ts" }).waitFor();
  assertEquals(await entry.inputValue(), "rules.ts");
  assertEquals(requests.at(-1), {
    source: {
      files: {
        "rules.ts": "export const rule = 1;",
        "task.ts": 'import "./rules.ts"; export default 1;',
        "a name.ts": "export {};",
      },
      entry: "rules.ts",
    },
  });
  await page.getByRole("button", { name: "Write the source instead" }).click();
  assert(await page.getByLabel("Source: one TypeScript module").isVisible());
});

Deno.test("the overview tells what is used of the budget, and gives the results to download", async () => {
  await using server = await sampleServer();
  const id = await doneJob(server.url, "a");
  await using page = await sharedChromium.newPage();
  await page.goto(`${server.url}jobs/${id}`);
  await page.locator("#cost", { hasText: /Used of the budget: .* of 60 s; .* of 1,000 eval/ })
    .waitFor({ timeout: 10_000 });
  const downloading = page.waitForEvent("download", { timeout: 10_000 });
  await page.getByRole("link", { name: "Log with all events" }).click();
  assertStringIncludes(await Deno.readTextFile(await (await downloading).path()), "finished");
});
