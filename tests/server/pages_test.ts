import { assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { JobViews } from "../../src/server/page/job_views.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";
import { sampleRun } from "../support/sample_run.ts";
import { holderLine, jsonPost, serveApp, type ServedApp, tokenOf } from "./served_app.ts";

const attack = `<img src=x onerror="alert(1)"><script>alert(2)</script>${hostileText}`;

/** A server on which a job has run whose texts are all hostile. */
async function hostileServer(): Promise<ServedApp & { readonly id: string }> {
  const graph = {
    graph: {
      version: 1 as const,
      nodes: [{
        kind: "parameter" as const,
        name: `w${attack}`,
        value: { kind: "exact" as const, type: "string", json: attack },
        inputs: [],
      }],
    },
    outputs: [{ node: 0, feedback: { feedback: attack } }],
  };
  const events = sampleRun({ hostile: attack }).map((event): RunEvent =>
    event.type === "evaluated" ? { ...event, feedbackGraph: graph } : event
  );
  events.splice(-1, 0, {
    type: "note",
    step: 6,
    id: "a",
    text: attack,
    candidate: attack,
    at: "2026-11-22T00:00:00Z",
  });
  const served = await serveApp({ sampleRun: events });
  const id = crypto.randomUUID(); // the endpoint would refuse such a name
  await served.store.add({ id, task: "pack", name: attack, options: {} });
  served.queue.wake();
  await served.until(id, "done");
  return { ...served, id };
}

const pagesOf = (id: string) => [
  ...["/", "/new", `/compare?job=${id}`, `/jobs/${id}`, `/jobs/unknown`],
  ...["candidates", "outputs", "trace", "faults", "log", "log?type=evaluated"].map((page) =>
    `/jobs/${id}/${page}`
  ),
];

Deno.test("no page has markup, scripts, styles or hidden characters of a job, or asks another server", async () => {
  await using served = await hostileServer();
  const other = await served.ask({ task: "pack" });
  await served.until(other.id, "done");
  for (const path of [...pagesOf(served.id), `/compare?job=${served.id}&job=${other.id}`]) {
    const response = await served.app.request(path);
    const page = await response.text();
    assertStringIncludes(page, "<h1>", path);
    assertEquals(hiddenIn(page), [], path);
    assertFalse(/<img src="?x|<script>|\son\w+="|\sstyle="|<style/i.test(page), path);
    const addresses = [...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, to]) => to);
    assertEquals(addresses.filter((to = "") => !/^(\/(?!\/)|#|data:,$)/.test(to)), [], path);
    const policy = response.headers.get("content-security-policy") ?? "";
    assertStringIncludes(policy, "default-src 'none'; style-src 'self'; script-src 'self'", path);
  }
  const picture = await served.app.request(`/jobs/${served.id}/trace.svg`);
  assertEquals(picture.headers.get("content-type"), "image/svg+xml");
  assertStringIncludes(picture.headers.get("content-security-policy") ?? "", "sandbox");
  assertFalse(/<script|<img/i.test(await picture.text()));
});

Deno.test("the list has a page of twenty jobs with their figures, and links to older ones", async () => {
  await using served = await serveApp();
  const first = await served.ask({ task: "pack", name: "the first", options: { seed: 7 } });
  await served.until(first.id, "done");
  for (let count = 0; count < 20; count++) await served.ask({ task: "pack" });
  const newest = await (await served.app.request("/")).text();
  assertFalse(newest.includes("the first"));
  const older = /href="(\/\?before=[^"]+)">Older/.exec(newest)?.[1] ?? "";
  const page = (await (await served.app.request(older)).text()).replaceAll(/<[^>]+>/g, " ");
  const row = page.slice(page.indexOf("the first")).replaceAll(/\s+/g, " ");
  assertStringIncludes(row, "the first pack done");
  assertStringIncludes(row, " 7 -210.20 → -208.10 +1.00 % 58 $0.00");
});

Deno.test("a page of a job that is unknown, or of another holder, is a page that says so", async () => {
  await using served = await serveApp();
  for (const path of ["/jobs/1", `/jobs/${crypto.randomUUID()}`, "/compare?job=1&job=2"]) {
    const response = await served.app.request(path);
    assertEquals(response.status, 404);
    assertStringIncludes(response.headers.get("content-type") ?? "", "text/html");
    assertStringIncludes(await response.text(), "There is no such job");
  }
});

Deno.test("a comparison has curves, scores, differing settings, and the interval on the same examples", async () => {
  const fingerprint = { examples: "same", library: "0", deno: "2", isVerified: true };
  const sample = sampleRun().map((event) =>
    event.type === "started" ? { ...event, fingerprint } : event
  );
  await using served = await serveApp({ sampleRun: sample });
  const one = await served.ask({ task: "pack", name: "one" });
  const other = await served.ask({ task: "pack", name: "other" });
  await served.until(other.id, "done");
  const path = `/compare?job=${one.id}&job=${other.id}`;
  const page = await (await served.app.request(path)).text();
  for (const text of ['class="line run-0"', 'class="line run-1"', "A one", "B other"]) {
    assertStringIncludes(page, text);
  }
  assertStringIncludes(
    page,
    "B against A, on the same 2 test examples: mean difference 0 (95 % interval 0 to 0).",
  );
  assertStringIncludes(page, "All parameters are equal.");
});

Deno.test("the log has the last events of each type, and those of one type when it is asked for", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const typesOn = async (path: string) =>
    new Set(
      (await (await served.app.request(path)).text()).matchAll(/class="type">([^<]+)</g)
        .map(([, type]) => type),
    );
  assertFalse((await typesOn(`/jobs/${id}/log`)).has("evaluated"));
  assertEquals([...await typesOn(`/jobs/${id}/log?type=evaluated`)], ["evaluated"]);
  assertEquals((await typesOn(`/jobs/${id}/log?type=__proto__`)).size, 0);
});

Deno.test("JobViews reads each event once, goes on from there, and keeps no more than eight runs", async () => {
  const lines = sampleRun().map((event, i) => ({
    number: i + 1,
    type: event.type,
    json: JSON.stringify(event),
    line: JSON.stringify(event),
  }));
  const reads: [string, number][] = [];
  let known = 10;
  const views = new JobViews({
    async *read(id, after = 0) {
      await Promise.resolve();
      reads.push([id, after]);
      yield* lines.slice(after, known);
    },
  }, 8);
  await Promise.all([views.of("a"), views.of("a")]);
  known = lines.length;
  assertEquals((await views.of("a")).run.finished?.stopReason, "steps");
  assertEquals(reads, [["a", 0], ["a", 10], ["a", 10]]);
  for (let count = 0; count < 8; count++) await views.of(`other ${count}`);
  await views.of("a");
  assertEquals(reads.at(-1), ["a", 0]);
});

Deno.test("POST feedback saves a note for a job that waits or runs, and refuses others", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({ beforeEach: () => gate.promise });
  const { id } = await served.ask({ task: "pack" });
  const path = `/v1/jobs/${id}/feedback`;
  const saved = await served.app.request(path, jsonPost({ text: "Too long.", verdict: "reject" }));
  assertEquals(saved.status, 202);
  const note = await saved.json();
  const file = await Deno.readTextFile(`${served.events.runDir(id)}/notes.jsonl`);
  assertEquals(file, `${JSON.stringify(note)}\n`);
  const bad: readonly (readonly [unknown, string])[] = [
    [{}, "/text"],
    [{ text: " \n" }, "/text"],
    [{ text: "x".repeat(4_001) }, "/text"],
    [{ text: "a", verdict: "maybe" }, "/verdict"],
    [{ text: "a", score: "1" }, "/score"],
    [{ text: "a", id: "mine" }, "/id"],
  ];
  for (const [body, pointer] of bad) {
    const response = await served.app.request(path, jsonPost(body));
    assertEquals(response.status, 422);
    const { type, errors } = await response.json();
    assertEquals([type, errors[0].pointer], ["urn:opto:problem:invalid-feedback", pointer]);
  }
  for (let count = 1; count < 100; count++) {
    await (await served.app.request(path, jsonPost({ text: "more" }))).body?.cancel();
  }
  const full = await served.app.request(path, jsonPost({ text: "one too many" }));
  assertEquals([full.status, (await full.json()).type], [409, "urn:opto:problem:feedback-full"]);
  gate.resolve();
  await served.until(id, "done");
  const late = await served.app.request(path, jsonPost({ text: "late" }));
  assertEquals([late.status, (await late.json()).type], [409, "urn:opto:problem:already-over"]);
  const unknown = `/v1/jobs/${crypto.randomUUID()}/feedback`;
  assertEquals((await served.app.request(unknown, jsonPost({ text: "a" }))).status, 404);
});

Deno.test("a holder sees only its own jobs on the pages, and gives feedback to no other's", async () => {
  await using served = await serveApp({
    holders: [holderLine("ann", ["submit", "read"]), holderLine("bea", ["submit", "read"])],
  });
  const { app } = served;
  const [ann, bea] = [{ headers: tokenOf("ann") }, { headers: tokenOf("bea") }];
  const body = { task: "pack", name: "of ann" };
  const { id } = await (await app.request("/v1/jobs", jsonPost(body, tokenOf("ann")))).json();
  assertStringIncludes(await (await app.request("/", ann)).text(), "of ann");
  assertFalse((await (await app.request("/", bea)).text()).includes(id));
  const pages = ["", "/outputs", "/log", "/trace.svg", "/agent.ts"].map((part) =>
    `/jobs/${id}${part}`
  );
  for (const path of [...pages, `/compare?job=${id}`]) {
    assertEquals((await app.request(path, bea)).status, 404, path);
    assertEquals((await app.request(path)).status, 401, path);
  }
  const said = jsonPost({ text: "a" }, tokenOf("bea"));
  assertEquals((await app.request(`/v1/jobs/${id}/feedback`, said)).status, 404);
});

Deno.test("the list of jobs reads each event once, for as many running jobs as a page shows", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({
    concurrency: 20,
    beforeEach: (index) => index < 5 ? Promise.resolve() : gate.promise,
  });
  const jobs = await Promise.all(
    Array.from({ length: 20 }, () => served.ask({ task: "pack" })),
  );
  for (const { id } of jobs) {
    while (await served.events.count(id) < 5) await new Promise((r) => setTimeout(r, 5));
  }
  let events = 0;
  const read = served.events.read.bind(served.events);
  served.events.read = async function* (id, after) {
    for await (const event of read(id, after)) {
      events++;
      yield event;
    }
  };
  const counts: number[] = [];
  for (let look = 0; look < 2; look++) {
    events = 0;
    await (await served.app.request("/")).text();
    counts.push(events);
  }
  assertEquals(counts, [100, 0]);
  gate.resolve();
});
