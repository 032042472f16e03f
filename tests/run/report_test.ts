import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { hunks, lineDiff } from "../../src/code/line_diff.ts";
import { markup } from "../../src/run/report_html.ts";
import { renderReport } from "../../src/run/report.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { RunView } from "../../src/run/run_view.ts";
import { bestCode, sampleRun } from "../support/sample_run.ts";

const attack = `</pre></script><script>alert(1)</script><img src=x onerror="alert(2)">'"&lt;\u202e`;

Deno.test("renderReport() escapes everything a task, a guide or a model wrote", async () => {
  const page = await renderReport(sampleRun({ hostile: attack }), { summary: attack });
  assertFalse(/<script/i.test(page));
  assertFalse(/<img/i.test(page));
  assertFalse(page.includes("\u202e"));
  assertStringIncludes(page, "\\u202e");
  assertStringIncludes(page, "&lt;script&gt;alert(1)&lt;/script&gt;");
});

Deno.test("renderReport() names no file, host or script that a browser would fetch", async () => {
  const page = await renderReport(sampleRun());
  assertFalse(/\b(src|href)=(?!"#message-\d+")/.test(page));
  assertFalse(/url\(|@import|https?:/.test(page));
  assertStringIncludes(page, "default-src 'none'");
});

Deno.test("renderReport() shows scores, code diff, refusals and settings of the run", async () => {
  const page = await renderReport(sampleRun(), { summary: "Fewer bins." });
  for (
    const part of ["-210.2", "-208.1", "-209", "does not parse", "Fewer bins.", "2.9.6", "+1.00 %"]
  ) {
    assertStringIncludes(page, part);
  }
  assertStringIncludes(page, `<span class="removed">-   return -(room - item);</span>`);
  assertStringIncludes(page, `<span class="added">+   const left = room - item;</span>`);
});

Deno.test("renderReport() says how each comparison was decided", async () => {
  const events = sampleRun().flatMap((event): RunEvent[] => {
    if (event.type !== "compared") return [event];
    const { step, candidate, against } = event;
    const interval = step === 2 ? { low: 0.5, high: null } : { low: null, high: null };
    const reason = "the paired test found it better";
    const decided = { type: "decided", step, candidate, against, interval, reason } as const;
    return [{ ...decided, examples: 8, difference: step === 4 ? null : 2 }, event];
  });
  const page = await renderReport(events);
  for (
    const part of [
      "8 examples: difference +2, 95 % interval +0.5000 to none; the paired test found it better",
      "8 examples: difference +2, 95 % interval unbounded; the paired",
      "8 examples: the paired test",
    ]
  ) assertStringIncludes(page, part);
});

Deno.test("renderReport() renders a run broken off after any event", async () => {
  const events = sampleRun();
  for (let length = 0; length <= events.length; length++) {
    assertStringIncludes(await renderReport(events.slice(0, length)), "</html>");
  }
});

Deno.test("markup() escapes strings and keeps HTML in its holes", () => {
  assertEquals(
    markup`<a title="${`"<&'`}">${markup`<b>${"<i>"}</b>`}${["x", 1, null, false]}</a>`.toString(),
    `<a title="&quot;&lt;&amp;&#39;"><b>&lt;i&gt;</b>x1</a>`,
  );
});

Deno.test("lineDiff() gives both texts back, and the fewest changes", () => {
  const a = "a\nb\nc\nd\ne".split("\n");
  for (
    const b of [[], ["a"], ["x", "b", "y"], ["e", "d"], ["a", "b", "c", "d", "e"], [
      "b",
      "b",
      "e",
      "f",
    ]]
  ) {
    const diff = lineDiff(a.join("\n"), b.join("\n"));
    const side = (out: string) => diff.filter(({ kind }) => kind !== out).map(({ text }) => text);
    assertEquals(side("added").join("\n"), a.join("\n"));
    assertEquals(side("removed").join("\n"), b.join("\n"));
  }
  const kinds = lineDiff("a\nb\nc", "a\nc\nd").map(({ kind }) => kind);
  assertEquals(kinds, ["same", "removed", "same", "added"]);
});

Deno.test("hunks() leaves out lines far from a change", () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const shown = hunks(lineDiff(before.join("\n"), [...before, "new"].join("\n")), 2);
  assertEquals(shown.map((line) => line?.text ?? "⋯"), ["⋯", "line 18", "line 19", "new"]);
});

Deno.test("RunView gives before and after from the events of a run", () => {
  const view = new RunView(sampleRun());
  assertEquals(view.initialScore, -210.2);
  assertEquals(view.curve.at(-1)?.score, -208.1);
  assertEquals(view.bestValues.priority, bestCode);
  assertEquals(view.spent.evaluations, 58);
  assert(view.steps.filter(({ isBest }) => isBest).length === 3);
});
