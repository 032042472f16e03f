import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bookJob } from "../../src/jobs/book_spending.ts";
import { Retention } from "../../src/jobs/retention.ts";
import type { Job } from "../../src/jobs/job.ts";
import type { HolderSpending, SpendingRecords } from "../../src/jobs/spending.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";
import { holderLine, jsonPost, serveApp, type ServedApp, tokenOf } from "./served_app.ts";

const spending = { days: 1, usd: 5, evaluations: 1000 };
const ann = holderLine("ann", ["submit", "read"], { spending });
const body = { task: "pack", options: { budget: { usd: 1, evaluations: 100 } } };
const exchange: RunEvent = {
  ...{ type: "exchange", step: 1, proposal: 0, attempt: 0, key: "k", durationMs: 700, seconds: 9 },
  request: { messages: [{ role: "user", content: "?" }] },
  response: {
    ...{ text: "!", finishReason: "stop", model: "m" },
    usage: { promptTokens: 100, completionTokens: 20, usd: 0.25 },
  },
};

const post = async ({ app }: ServedApp, own: unknown = body, headers = {}) =>
  await app.request("/v1/jobs", jsonPost(own, { ...tokenOf("ann"), ...headers }));

async function shown({ app }: ServedApp): Promise<HolderSpending> {
  const response = await app.request("/v1/spending", { headers: tokenOf("ann") });
  assertEquals(response.status, 200);
  return await response.json();
}

Deno.test("no more is reserved than a holder may spend by 50 jobs at the same time, and what jobs leave is free again", async () => {
  await using served = await serveApp({ holders: [ann], concurrency: 0 });
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(served)));
  assertEquals(answers.map(({ status }) => status).toSorted(), [
    ...[...Array(5).fill(202), ...Array(45).fill(429)],
  ]);
  const refusal = answers.find(({ status }) => status === 429)!; // !: 45 are
  const { type, detail } = await refusal.json();
  assertEquals(type, "urn:opto:problem:spending-reached");
  assertEquals(
    detail,
    "Of 5 usd in 24 hours, 0 are spent and 5 reserved by jobs that have not ended.",
  );
  assert(Number(refusal.headers.get("retry-after")) >= 1);
  const { reserved, left, days } = await shown(served);
  assertEquals([reserved.usd, reserved.evaluations, left], [5, 500, { usd: 0, evaluations: 500 }]);
  assertEquals(days, 1);
  const page = await (await served.app.request("/new", { headers: tokenOf("ann") })).text();
  assertStringIncludes(page, "Left to spend: 0 of 5 usd, 500 of 1000 evaluations in 24 hours.");
  const { jobs } = await (await served.app.request("/v1/jobs", { headers: tokenOf("ann") })).json();
  await served.app.request(`/v1/jobs/${jobs[0].id}`, { method: "DELETE", headers: tokenOf("ann") });
  assertEquals((await shown(served)).left.usd, 1); // it spent nothing
  const free = { ...body, options: { budget: { usd: 0, evaluations: 1 } } };
  assertEquals(
    [await post(served), await post(served), await post(served, free)].map(({ status }) => status),
    [
      ...[202, 429, 202],
    ],
  );
});

Deno.test("a job that ended counts with what it spent, also when it was removed and when its run has no last event", async () => {
  const [started, ...rest] = sampleRun();
  let isBroken = false;
  await using served = await serveApp({
    holders: [ann],
    sampleRun: [started!, exchange, ...rest], // !: it is not empty
    beforeEach: (index) =>
      isBroken && index === 4 ? Promise.reject(new Error("broken")) : Promise.resolve(),
  });
  const done = await (await post(served)).json();
  const { result } = await served.until(done.id, "done");
  const evaluations = result?.evaluations ?? 0;
  const first = await shown(served);
  assertEquals([first.spent.usd, first.spent.evaluations], [result?.usage.usd, evaluations]);
  assertEquals(first.reserved, { calls: 0, tokens: 0, usd: 0, seconds: 0, evaluations: 0 });
  isBroken = true;
  const broken = await (await post(served)).json();
  assertEquals((await served.until(broken.id, "failed")).result, null);
  const written = [started!, exchange, ...rest].slice(0, 4);
  const evaluated = written.filter(({ type }) => type === "evaluated").length;
  const { store, events } = served;
  const retention = new Retention({
    ...{ store, events, keepDays: 0, now: () => new Date(Date.now() + 60_000) },
    beforeRemove: (job) => bookJob({ store, events }, job),
  });
  await retention.apply();
  assertEquals(await store.list(), []);
  const { spent, left } = await shown(served);
  assertEquals(spent.usd, first.spent.usd + 0.25);
  assertEquals([spent.tokens - first.spent.tokens, spent.seconds - first.spent.seconds], [120, 9]);
  assertEquals(spent.evaluations, evaluations + evaluated);
  assertEquals(left.usd, 5 - spent.usd);
});

Deno.test("a refusal tells exactly when spending leaves the window", async () => {
  await using served = await serveApp({ holders: [ann], concurrency: 0 });
  const amounts = { calls: 1, tokens: 1, seconds: 1, evaluations: 1 };
  const book = (job: string, hoursAgo: number, usd: number) =>
    served.store.spending.book({
      ...{ job, holder: "ann", usd, ...amounts },
      endedAt: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
    });
  await book("a", 23.5, 1);
  await book("b", 20, 2.5);
  await book("c", 1, 2.5);
  const refusal = await post(served);
  assertEquals(refusal.status, 429);
  const seconds = Number(refusal.headers.get("retry-after"));
  assert(seconds > 4 * 3600 - 60 && seconds <= 4 * 3600, `${seconds}`); // without a 5 are left spent
  assertStringIncludes((await refusal.json()).detail, "6 are spent");
});

Deno.test("a request that comes again gives its job, though less is left than it asks for", async () => {
  await using served = await serveApp({ holders: [ann], concurrency: 0 });
  const greedy = { task: "pack", options: { budget: { usd: 9 } } };
  const key = { "idempotency-key": '"k"' };
  const made = await (await post(served, greedy, key)).json();
  assertEquals(made.options.budget, { usd: 5, evaluations: 250 });
  const again = await post(served, greedy, key);
  assertEquals([again.status, (await again.json()).id], [200, made.id]);
  assertEquals((await post(served, { ...greedy, name: "other" }, key)).status, 422);
});

Deno.test("the time of a job counts though its run tells nothing of it", async () => {
  await using served = await serveApp({ holders: [ann], concurrency: 0 });
  const { store, events } = served;
  const { id } = await (await post(served)).json();
  const claim = await store.claim();
  assert(claim);
  await store.finish(claim, { state: "failed" });
  const job = await store.get(id);
  assert(job?.finishedAt);
  const before = (seconds: number) =>
    new Date(Date.parse(job.finishedAt ?? "") - seconds * 1000).toISOString();
  const counted = async (changed: Partial<Job>) => {
    let counted: number | undefined;
    const spending: SpendingRecords = {
      ...store.spending,
      book: ({ seconds }) => Promise.resolve(void (counted = seconds)),
    };
    const get = () => Promise.resolve(undefined);
    await bookJob({ store: { get, spending }, events }, { ...job, ...changed });
    return counted;
  };
  assertEquals(await counted({ startedAt: before(40) }), 40);
  assertEquals(await counted({ startedAt: null }), 0);
  assertEquals(await counted({ startedAt: before(-5) }), 0); // a clock was set back
  const options = { budget: { seconds: 30 } };
  assertEquals(await counted({ startedAt: before(4000), attempts: 2, options }), 30);
  assertEquals(await counted({ startedAt: before(20), attempts: 2, options }), 20);
});

Deno.test("holders named like members of objects have accounts of their own", async () => {
  const names = ["__proto__", "constructor", "..", "toString"];
  await using served = await serveApp({
    holders: names.map((name) => holderLine(name, ["submit", "read"], { spending })),
    concurrency: 0,
  });
  for (const [index, name] of names.entries()) {
    const options = { budget: { usd: 1, evaluations: index + 1 } };
    const request = jsonPost({ task: "pack", options }, tokenOf(name));
    assertEquals((await served.app.request("/v1/jobs", request)).status, 202);
  }
  for (const [index, name] of names.entries()) {
    const response = await served.app.request("/v1/spending", { headers: tokenOf(name) });
    assertEquals((await response.json()).reserved.evaluations, index + 1);
  }
});
