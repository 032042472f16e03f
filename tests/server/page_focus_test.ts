import { assertEquals } from "@std/assert";
import { sharedChromium } from "../support/shared_chromium.ts";
import { sampleRun } from "../support/sample_run.ts";
import { serveApp } from "./served_app.ts";

/** What a page's focus is on; undefined beyond its last element. */
const focused = `(() => {
  const element = document.activeElement;
  if (element === document.body) return undefined;
  const { width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const isShown = width > 0 && height > 0 && style.outlineStyle !== "none";
  const name = element.getAttribute("aria-label") ?? element.innerText.trim().split("\\n")[0];
  return (isShown ? "" : "unseen: ") + element.localName + " " + name;
})()`;

/** Collects in \`spoken\` what live regions have anew. */
const listen = `(() => {
  globalThis.spoken = [];
  const regions = () => [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")]
    .map((region) => region.textContent.replaceAll(/\\s+/g, " ").trim()).filter((text) => text !== "").join(" / ");
  let last = regions();
  new MutationObserver(() => {
    const now = regions();
    if (now !== last) globalThis.spoken.push(last = now);
  }).observe(document, { subtree: true, childList: true, characterData: true });
})()`;

Deno.test("keys reach all of a job's page in reading order, and a live region speaks of its state and a new best only", async () => {
  const events = sampleRun();
  const bests = events.flatMap(({ type }, i) => type === "best" ? [i] : []);
  const gates = bests.map(() => Promise.withResolvers<void>());
  await using served = await serveApp({
    beforeEach: async (index) => await gates[bests.indexOf(index - 1)]?.promise, // after each best
  });
  using _open = { [Symbol.dispose]: () => gates.forEach(({ resolve }) => resolve()) };
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => served.app.fetch(request),
  );
  const { id } = await served.ask({ task: "pack" });
  await using page = await sharedChromium.newPage({ viewport: { width: 1280, height: 900 } });
  const url = `http://127.0.0.1:${server.addr.port}/jobs/${id}`;
  await page.goto(url);
  await page.getByRole("slider").waitFor();
  const order: unknown[] = [];
  do {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(focused));
  } while (order.at(-1) !== undefined && order.length < 60);
  assertEquals(order, [
    ...["a Skip to the content", "a Opto", "a Jobs", "a New job"],
    ...["a Run again", "a Report", "button Cancel"],
    ...["a Overview", "a Candidates", "a Outputs", "a Trace", "a Faults", "a Log"],
    ...["div Read the chart: Scores by evaluations", "summary The best scores as numbers"],
    ...["button Copy the best priority", "a Best values as JSON", "a Report as a file"],
    `pre curl -sf "$URL/v1/jobs/${id}/best" -H "authorization: Bearer $OPTO_TOKEN"`,
    undefined,
  ]);
  await page.evaluate(listen);
  const state = page.locator("#state");
  gates[0]?.resolve();
  await state.getByText("at step 2").waitFor();
  gates[1]?.resolve();
  await state.getByText("at step 4").waitFor();
  gates[2]?.resolve();
  await state.getByText("done").waitFor();
  const spoken: readonly string[] = await page.evaluate("globalThis.spoken");
  assertEquals(spoken.filter((text) => !text.includes("held-out test")), [
    "running · best score -209.60 at step 2",
    "running · best score -208.10 at step 4",
    "done · best score -208.10 at step 4",
  ]);
});
