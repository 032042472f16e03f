import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../src/trainer/event.ts";
import { cutElements } from "../support/chromium.ts";
import { sampleRun } from "../support/sample_run.ts";
import { sharedChromium } from "../support/shared_chromium.ts";
import { serveApp } from "./served_app.ts";

const candidates = 1_000;
const jobs = 200;

/** 200 characters without a space, half of them from right to left, with an override of the direction. */
const name = `\u202e${"שלום".repeat(25)}${"W".repeat(99)}`;

/** Most characters of a page, whatever its job has done. */
const maxPage = 500_000;

/** The sample with 1,000 candidates in 10,000 events; texts are long, outputs have 100 KB. */
function largeRun(): readonly RunEvent[] {
  const [started, ...rest] = sampleRun({ hostile: name });
  const [last, ...middle] = rest.toReversed();
  const proposed = rest.find(({ type }) => type === "proposed");
  const evaluated = rest.find(({ type }) => type === "evaluated");
  if (proposed?.type !== "proposed" || evaluated?.type !== "evaluated" || !started || !last) {
    throw new Error("the sample has no such event");
  }
  const output = `${name}${"long ".repeat(20_000)}`;
  const steps = Array.from({ length: candidates }, (_, i): readonly RunEvent[] => {
    const candidate = `e${String(i).padStart(11, "0")}`;
    const changes = { priority: `// ${i} ${name}\n`.repeat(20) };
    return [
      { ...proposed, step: i + 7, candidate, changes, reasoning: `${name} `.repeat(10) },
      ...Array.from({ length: 9 }, (_, index): RunEvent => ({
        ...evaluated,
        step: i + 7,
        candidate,
        example: { split: "train", index },
        feedback: name,
        output: i === 0 ? output : name,
      })),
    ];
  });
  const long = middle.reverse().map((event): RunEvent =>
    event.type === "evaluated" ? { ...event, output, feedback: output } : event
  );
  return [started, ...long, ...steps.flat(), last];
}

Deno.test("pages of 200 jobs, 10,000 events, 1,000 candidates and outputs of 100 KB are bounded, and fit a phone", async () => {
  const events = largeRun();
  assert(events.length > 10_000);
  await using served = await serveApp({
    runJob: async ({ id }) => {
      const last = events.at(-1);
      if (last?.type !== "finished") throw new Error("the run has no end");
      await Deno.mkdir(served.events.runDir(id), { recursive: true });
      const log = events.map((event) => `${JSON.stringify(event)}\n`).join("");
      await Deno.writeTextFile(served.events.logPath(id), log);
      return last;
    },
  });
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => served.app.fetch(request),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const { id } = await served.ask({ task: "pack", name });
  await served.until(id, "done");
  for (let count = 0; count < jobs; count++) {
    await served.store.add({ id: crypto.randomUUID(), task: "pack", name, options: {} });
  }
  await using page = await sharedChromium.newPage({ viewport: { width: 390, height: 900 } });
  const shown: string[] = [];
  for (let path: string | null = "/"; path !== null;) {
    await page.goto(url + path);
    assertEquals(await cutElements(page), [], path);
    shown.push(
      ...await page.locator("tbody tr").evaluateAll((rows: { id: string }[]) =>
        rows.map(({ id }) => id)
      ),
    );
    const older = page.getByRole("link", { name: "Older" });
    path = await older.count() === 0 ? null : await older.getAttribute("href");
  }
  assertEquals(new Set(shown).size, jobs + 1);
  const parts = ["", "/candidates", "/outputs", "/trace", "/faults", "/log", "/log?type=evaluated"];
  const [, second = ""] = shown.map((row) => row.replace("job-", ""));
  const paths = [
    ...parts.map((part) => `/jobs/${id}${part}`),
    `/compare?job=${id}&job=${second}`,
    `/new?from=${id}`,
  ];
  for (const path of paths) {
    const { length } = await (await served.app.request(path)).text();
    assert(length < maxPage, `${path} has ${length} characters`);
    await page.goto(url + path);
    for (const part of await page.locator("details > summary").all()) {
      if (await part.isVisible()) await part.click();
    }
    assertEquals(await cutElements(page), [], path);
  }
});
