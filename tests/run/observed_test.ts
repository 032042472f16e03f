import { assertEquals, assertStringIncludes } from "@std/assert";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import type { RunEvent } from "../../src/trainer/event.ts";

/** The warnings about a listener. */
function failures(events: readonly RunEvent[]) {
  return events.filter((event) => event.type === "warning" && event.code === "listener-failed");
}

Deno.test("onEvent is called with each event, in order", async () => {
  const heard: RunEvent[] = [];
  const run = toyRun({ steps: 2, onEvent: (event) => void heard.push(event) });
  assertEquals(await eventsOf(run), heard);
  assertEquals([heard[0]?.type, heard.at(-1)?.type], ["started", "finished"]);
});

Deno.test("onEvent may throw at each event: the run goes on, with one warning", async () => {
  let calls = 0;
  const run = toyRun({
    steps: 2,
    onEvent() {
      calls++;
      throw new Error("log is full");
    },
  });
  const events = await eventsOf(run);
  const [warning, ...others] = failures(events);
  assertEquals(others, []);
  assertStringIncludes(JSON.stringify(warning), "(Error) log is full");
  assertEquals([events[0]?.type, events.at(-1)?.type], ["started", "finished"]);
  assertEquals(calls, events.length - 1, "not called with the warning itself");
  assertEquals((await run.result).stopReason, "steps");
});

Deno.test("onEvent may reject, or fail at the last event alone", async () => {
  const rejected = await eventsOf(
    toyRun({ steps: 3, onEvent: () => Promise.reject(new Error("no disk")) }),
  );
  assertEquals(failures(rejected).length, 1);
  const last = await eventsOf(
    toyRun({
      steps: 1,
      onEvent(event) {
        if (event.type === "finished") throw "late";
      },
    }),
  );
  assertEquals([failures(last).length, last.at(-1)?.type], [1, "finished"]);
});

Deno.test("onEvent is not waited for", async () => {
  const run = toyRun({ steps: 1, onEvent: () => new Promise(() => {}) });
  assertEquals((await run.result).stopReason, "steps");
});

Deno.test("a run refuses unknown options, budgets and settings, with the nearest known one", async () => {
  const cases: readonly [object, string][] = [
    [{ stepz: 3 }, `"stepz" (did you mean "steps"?)`],
    [{ batchsize: 3 }, `"batchsize" (did you mean "batchSize"?)`],
    [{ budget: { usd: 1, call: 3 } }, `"call" (did you mean "calls"?)`],
    [{ trainer: { patienc: 3 } }, `"patienc" (did you mean "patience"?)`],
    [{ optimizer: { name: "search", repair: 3 } }, `"repair" (did you mean "repairs"?)`],
    [{ target: "9" }, `"9" as target`],
    [{ threshold: NaN }, `"NaN" as threshold`],
    [{ optimizer: { name: "search", temperature: -1 } }, `"-1" as temperature`],
    [{ optimizer: { name: "search", maxPromptTokens: 0 } }, `"0" as maxPromptTokens`],
    [{ optimizer: { name: "search", typeCheck: "yes" } }, `"yes" as typeCheck`],
    [{ optimizer: { name: "search", memorySummary: "yes" } }, `"yes" as memorySummary`],
  ];
  for (const [options, words] of cases) {
    const events = await eventsOf(toyRun({ steps: 1, ...options }));
    const [last] = events.slice(-1);
    assertEquals(last?.type === "finished" && last.error?.code, "usage", words);
    assertStringIncludes(JSON.stringify(last), JSON.stringify(words).slice(1, -1));
  }
});
