/**
 * The report as a reader sees it: in a real browser, wide and narrow, light, dark and printed.
 */
import { assert, assertEquals, assertFalse } from "@std/assert";
import type { Page } from "playwright-core";
import { renderReport } from "../../src/run/report.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { cutElements } from "../support/chromium.ts";
import { sampleRun } from "../support/sample_run.ts";
import { scoredRun } from "../support/scored_run.ts";
import { sharedChromium } from "../support/shared_chromium.ts";
import { tempDir } from "../support/temp_dir.ts";

const hostile = `</pre><script>document.title='owned'</script>\u202e ${"x".repeat(400)} 日本語🙂 ${
  "word ".repeat(80)
}`;

/** The sample with all that a report can show. */
function fullRun(text: string): RunEvent[] {
  const events = sampleRun({ hostile: text });
  const last = events.pop()!; // !: the sample has an end
  return [
    ...events,
    {
      ...{ type: "warning", step: 0, code: "start-fails", message: `The start fails: ${text}` },
      ...{ advice: text, file: "file:///home/someone/tasks/spam.ts", line: 12, failed: 5, of: 5 },
    },
    { type: "warning", step: 0, code: "test-skipped", message: "The test is skipped." },
    { type: "example", example: { split: "test", index: 0 }, input: text, expected: `"a\\nb"` },
    {
      ...{ type: "exchange", step: 7, proposal: 0, attempt: 0, key: "k" },
      request: { messages: [{ role: "user", content: text }] },
      response: {
        ...{ text, finishReason: "stop", model: "m" },
        usage: { promptTokens: 1, completionTokens: 1, usd: 0 },
      },
    },
    {
      ...{ type: "proposed", step: 7, proposal: 0, attempt: 0, outcome: "suggestion" },
      ...{ candidate: "e", parent: "cccccccccccc", changes: { threshold: 0.6 }, rejections: [] },
    },
    {
      ...{ type: "compared", step: 7, candidate: "e", against: "cccccccccccc", reason: text },
      ...{ score: -900, againstScore: -208, isAccepted: false },
    },
    last,
  ];
}

async function openReport(page: Page, events: readonly RunEvent[]): Promise<void> {
  const path = `${await tempDir()}/report.html`;
  await Deno.writeTextFile(path, await renderReport(events));
  await page.goto(`file://${path}`);
}

const openAll = (page: Page) =>
  page.evaluate(`document.querySelectorAll("details").forEach((part) => part.open = true)`);

Deno.test("the report fits on every screen, closed and open, and nothing in it is cut", async () => {
  for (const text of ["", hostile]) {
    await using page = await sharedChromium.newPage();
    await openReport(page, fullRun(text));
    for (const isOpen of [false, true]) {
      if (isOpen) await openAll(page);
      for (const width of [320, 390, 768, 1280]) {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          assertEquals(await cutElements(page), [], `${width}, ${isOpen ? "open" : "closed"}`);
        }
      }
    }
    assertFalse(await page.title() === "owned");
  }
});

Deno.test("the report's chart has titles, numbers and a legend at every width", async () => {
  for (
    const [width, drawing, other] of [[390, "narrow", "wide"], [1280, "wide", "narrow"]] as const
  ) {
    await using page = await sharedChromium.newPage({ viewport: { width, height: 900 } });
    await openReport(page, fullRun(""));
    const texts = await page.locator(`.chart svg.${drawing} text:visible`).allTextContents();
    for (
      const text of ["mean score on validation", "difference on the examples of a step", "step"]
    ) {
      assert(texts.includes(text), `${text} in ${texts}`);
    }
    assert(texts.filter((text) => /^[−\d.,]+$/.test(text)).length > 8, texts.join());
    assertEquals(await page.locator(`.chart svg.${other} text:visible`).count(), 0);
    const heights = await page.evaluate(
      `[...document.querySelectorAll(".chart svg.${drawing} text")]
        .map((text) => text.getBoundingClientRect().height)`,
    ) as number[]; // as: given so by the page
    assert(heights.every((height) => height >= 11), heights.join()); // legible
  }
});

Deno.test("the report says its verdict first, in green only for a gain, warnings in red and yellow", async () => {
  await using page = await sharedChromium.newPage();
  const color = (selector: string, property = "color") =>
    page.evaluate(
      `getComputedStyle(document.querySelector("${selector}")).getPropertyValue("${property}")`,
    );
  const green = "rgb(11, 122, 83)";
  const gain = [1, 2, 1, 2, 1, 2].map((score) => [0, score] as const);
  await openReport(page, scoredRun({ validation: [[0, 1]], test: gain }));
  assertEquals(await page.locator("h2").first().textContent(), "Better on test.");
  assertEquals(await color(".verdict h2"), green);
  await openReport(page, scoredRun({ validation: [[0, 1]], test: [[0, 1], [0, -0.9]] }));
  assertEquals(await page.locator("h2").first().textContent(), "No evidence of improvement.");
  for (const property of ["color", "border-left-color"]) {
    assertFalse(await color(".verdict h2", property) === green);
    assertFalse(await color(".verdict", property) === green);
  }
  await openReport(page, fullRun(""));
  assertEquals(await color(".note.bad", "border-left-color"), "rgb(179, 38, 30)");
  assertEquals(await color(".note.warn", "border-left-color"), "rgb(143, 95, 0)");
  const notes = await page.locator(".note").allTextContents();
  assert(notes.some((text) => text.includes("tasks/spam.ts:12") && text.includes("5 of 5")));
  assertFalse((await page.content()).includes("/home/someone"));
});

Deno.test("the report shows an example's data, outputs and feedback, and a candidate's prompt and answer", async () => {
  await using page = await sharedChromium.newPage();
  await openReport(page, fullRun(""));
  const example = page.locator("details.example", { hasText: "test 1" });
  await example.locator("summary").click();
  const names = await example.locator(".name:visible").allTextContents();
  assertEquals(names, [
    ...["expected", "output before", "output after", "feedback before", "feedback after"],
  ]);
  assertEquals(await example.locator("pre").first().textContent(), "a\nb");
  await openAll(page);
  const attempt = page.locator("details.attempt", { hasText: "step 7" });
  assert((await attempt.innerText()).includes("0.5 → 0.6"));
  assertEquals(await attempt.locator("a").getAttribute("href"), "#message-1");
  assertEquals(await page.locator("#message-1").count(), 1);
});

Deno.test("a printed report opens examples, kept candidates and refusals", async () => {
  await using page = await sharedChromium.newPage();
  await openReport(page, fullRun(""));
  const shown = () =>
    page.evaluate(`[".example .sides", ".attempt.shown p", ".refusal pre", "table"]
      .map((selector) => document.querySelector(selector).checkVisibility())`);
  assertEquals(await shown(), [false, false, false, true]); // the table of values
  await page.emulateMedia({ media: "print" });
  assertEquals(await shown(), [true, true, true, true]);
});
