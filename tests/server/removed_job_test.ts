import { assertEquals } from "@std/assert";
import { Retention } from "../../src/jobs/retention.ts";
import { readSse, serveApp } from "./served_app.ts";

Deno.test("a stream of a job that is removed ends, and the next request gets 404", async () => {
  await using served = await serveApp();
  const { app, store, events } = served;
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const stream = await app.request(`/v1/jobs/${id}/events`); // reads nothing before its body is read
  const now = () => new Date(Date.now() + 86_400_000);
  await new Retention({ store, events, keepDays: 0.5, now }).apply();
  assertEquals(await readSse(await stream), []);
  for (const path of ["", "/events", "/best", "/report"]) {
    assertEquals((await app.request(`/v1/jobs/${id}${path}`)).status, 404, path);
  }
});
