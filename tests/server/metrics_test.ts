import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { Counter, Histogram } from "../../src/server/metrics/prometheus.ts";
import { sampleRun } from "../support/sample_run.ts";
import type { EventOf, RunEvent } from "../../src/trainer/event.ts";
import { interruptedJob, serveApp } from "./served_app.ts";

Deno.test("a counter adds by label, and leaves out what is no amount", () => {
  const counter = new Counter({ name: "pears_total", help: "Pears." }, [{ kind: "ripe" }]);
  counter.add({ kind: 'so "so"' }, 2);
  for (const wrong of [-1, NaN, Infinity]) counter.add({ kind: "ripe" }, wrong);
  assertEquals(counter.lines(), [
    "# HELP pears_total Pears.",
    "# TYPE pears_total counter",
    'pears_total{kind="ripe"} 0',
    'pears_total{kind="so \\"so\\""} 2',
  ]);
});

Deno.test("a histogram counts in a bucket what is not above its end, and in all larger ones", () => {
  const histogram = new Histogram({ name: "s", help: "Sizes." }, [1, 5], []);
  for (const size of [1, 2, 5, 9]) histogram.observe({ of: "a" }, size);
  assertEquals(histogram.lines().slice(2), [
    's_bucket{of="a",le="1"} 1',
    's_bucket{of="a",le="5"} 3',
    's_bucket{of="a",le="+Inf"} 4',
    's_sum{of="a"} 17',
    's_count{of="a"} 4',
  ]);
});

const usage = { promptTokens: 100, completionTokens: 20, usd: 0.25 };
const exchange: EventOf<"exchange"> = {
  ...{ type: "exchange", step: 1, proposal: 0, attempt: 0, key: "k", durationMs: 700, seconds: 1 },
  request: { messages: [{ role: "user", content: "?" }] },
  response: { text: "!", finishReason: "stop", usage, model: "m" },
};
const negative = {
  ...exchange.response,
  usage: { promptTokens: -9, completionTokens: -9, usd: -9 },
};
const [started, ...rest] = sampleRun();
const events: readonly RunEvent[] = [
  started!, // !: it is not empty
  exchange,
  { ...exchange, role: "agent", key: "l" },
  { type: "model-trouble", step: 1, kind: "retry", reason: "429", usage },
  { type: "model-trouble", step: 1, kind: "failed", role: "agent", reason: "500" },
  ...rest,
];

Deno.test("GET /metrics counts what the runs of jobs did, and GET /readyz tells how the models answered last", async () => {
  await using served = await serveApp({ models: ["m"], sampleRun: events });
  const { app } = served;
  assertEquals(await (await app.request("/readyz")).json(), { status: "ready", models: "unknown" });
  const { id } = await served.ask({ task: "pack", options: { model: "m" } });
  await served.until(id, "done");
  const response = await app.request("/metrics");
  assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  const evaluations = events.filter(({ type }) => type === "evaluated").length;
  for (
    const line of [
      'opto_jobs{state="done"} 1',
      "opto_queue_depth 0",
      `opto_evaluations_total ${evaluations}`,
      'opto_faults_total{kind="value-refused"} 1',
      'opto_faults_total{kind="model-retry"} 1',
      'opto_faults_total{kind="model-failed"} 1',
      'opto_faults_total{kind="run-failed"} 0',
      'opto_model_request_seconds_bucket{role="optimizer",le="0.5"} 0',
      'opto_model_request_seconds_bucket{role="optimizer",le="1"} 1',
      'opto_model_request_seconds_count{role="agent"} 1',
      'opto_model_tokens_total{role="optimizer",direction="prompt"} 200',
      'opto_model_tokens_total{role="agent",direction="completion"} 20',
      'opto_model_dollars_total{role="optimizer"} 0.5',
      'opto_event_loop_lag_seconds_bucket{le="+Inf"}',
    ]
  ) {
    assertStringIncludes(text, line);
  }
  for (const line of text.trimEnd().split("\n")) {
    assert(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/.test(line), line);
  }
  // The agent asked the same model, and got no answer.
  assertEquals(await (await app.request("/readyz")).json(), { status: "ready", models: "failing" });
});

Deno.test("a run that a later server resumes is counted from where the earlier one left it", async () => {
  const directory = await interruptedJob(events.slice(0, 6));
  await using served = await serveApp({ directory, sampleRun: events.slice(6) });
  const [job] = await served.store.list();
  await served.until(job!.id, "done"); // !: it is in the directory
  const text = await (await served.app.request("/metrics")).text();
  const evaluations = events.slice(6).filter(({ type }) => type === "evaluated").length;
  assertStringIncludes(text, `opto_evaluations_total ${evaluations}\n`);
  assertStringIncludes(text, 'opto_model_tokens_total{role="optimizer",direction="prompt"} 0\n');
});

Deno.test("what a log holds that is no event, or no amount, is not counted", async () => {
  const wrong: readonly object[] = [
    { ...exchange, response: "none" },
    { ...exchange, key: "k2", durationMs: "long" },
    { ...exchange, key: "k3", role: 'x"} 1\nopto_jobs 9', durationMs: -1, response: negative },
    { type: "proposed", step: 1, proposal: 0, attempt: 0, outcome: "x", rejections: 1e9 },
    { type: "evaluated", constructor: 1 },
    { type: "constructor" },
  ];
  const sample = [started!, ...wrong as RunEvent[], ...rest]; // !: it is not empty; as: they are none
  await using served = await serveApp({ sampleRun: sample });
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const text = await (await served.app.request("/metrics")).text();
  const evaluations = rest.filter(({ type }) => type === "evaluated").length;
  assertStringIncludes(text, `opto_evaluations_total ${evaluations}\n`);
  assertStringIncludes(text, 'opto_faults_total{kind="value-refused"} 1\n');
  assertStringIncludes(text, 'opto_model_tokens_total{role="optimizer",direction="prompt"} 0\n');
  assertStringIncludes(text, 'opto_model_request_seconds_count{role="optimizer"} 0\n');
  assertFalse(text.includes("opto_jobs 9"));
});
