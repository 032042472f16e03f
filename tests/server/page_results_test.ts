import { assertEquals, assertStringIncludes } from "@std/assert";
import type { RunEvent } from "../../src/trainer/event.ts";
import { bestCode, sampleRun } from "../support/sample_run.ts";
import { sharedChromium } from "../support/shared_chromium.ts";
import { serveApp } from "./served_app.ts";

/** The sample, whose best has an agent as a module, and a code that is longer than pages show. */
function runWithAgent(code: string, agent: { kind: "module"; text: string }): readonly RunEvent[] {
  return sampleRun().map((event) =>
    event.type === "best"
      ? { ...event, agent, parameters: { ...event.parameters, priority: code } }
      : event
  );
}

Deno.test("the overview copies the whole best code, and gives the agent as a module to download", async () => {
  const code = `${bestCode}\n// ${"long ".repeat(5_000)}\u200b`;
  const agent = { kind: "module", text: "export const forward = 1; // <b>" } as const;
  await using served = await serveApp({ sampleRun: runWithAgent(code, agent) });
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => served.app.fetch(request),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  await using page = await sharedChromium.newPage();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${url}/jobs/${id}`);
  await page.getByRole("button", { name: "Copy the best priority" }).click();
  await page.getByText("Copied priority of step 4.").waitFor();
  assertEquals(await page.evaluate("navigator.clipboard.readText()"), code);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Best agent as a module" }).click();
  assertEquals(await Deno.readTextFile(await (await downloading).path()), agent.text);
  const response = await served.app.request(`/jobs/${id}/agent.ts`);
  assertStringIncludes(response.headers.get("content-disposition") ?? "", "attachment");
  assertStringIncludes(response.headers.get("content-type") ?? "", "text/plain");
  await response.body?.cancel();
});
