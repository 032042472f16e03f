import { assert, assertEquals, assertFalse, assertRejects } from "@std/assert";
import { inSpan, traceContext } from "../../src/spans.ts";
import { collectSpans, type SentSpan } from "../support/span_collector.ts";
import { tempDir } from "../support/temp_dir.ts";

const library = import.meta.resolve("../../mod.ts");

/** A run with a scripted model, two steps and code in a sandbox. */
const program = `
import { defineTask, optimize, scriptedModel, trainable } from "${library}";
const task = defineTask({
  name: "double",
  agent: () => trainable(function double(n: number): number { return n; }),
  examples: { train: [{ input: 3, expected: 6 }, { input: 4, expected: 8 }] },
  guide: ({ expected }, output) => output === expected ? 1 : 0,
});
const answer = (factor: number) => JSON.stringify({
  reasoning: "the secret reason",
  suggestion: { double: "function double(n: number): number { return " + factor + " * n; }" },
});
const model = scriptedModel([answer(3), answer(2)]);
await optimize(task, { model, steps: 2, seed: 1, concurrency: 2, trainer: "minibatch" }).result;
`;

Deno.test("with OTEL_DENO a run sends a span a step, evaluation, model call and sandbox call, each below the right one", async () => {
  await using collector = collectSpans();
  const { spans, bodies, env } = collector;
  const path = `${await tempDir()}/main.ts`;
  await Deno.writeTextFile(path, program);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `--config=${configPath}`, path],
    env: { ...env },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));

  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const parentOf = ({ parentSpanId = "" }: SentSpan) => byId.get(parentSpanId);
  const named = (name: string) => spans.filter((span) => span.name === name);
  const parents = (name: string) => new Set(named(name).map((span) => parentOf(span)?.name));
  const [run, ...otherRuns] = named("opto.run");
  assert(run !== undefined);
  assertEquals([otherRuns.length, parentOf(run)], [0, undefined]);
  assertEquals(new Set(spans.map(({ traceId }) => traceId)), new Set([run.traceId]));
  assertEquals([named("opto.step").length, parents("opto.step")], [2, new Set(["opto.run"])]);
  assertEquals([named("opto.model").length, parents("opto.model")], [2, new Set(["opto.step"])]);
  // The initial values are evaluated before the first step.
  assertEquals(parents("opto.evaluation"), new Set(["opto.run", "opto.step"]));
  // Proposed code is tried out before it is evaluated.
  assertEquals(parents("opto.sandbox"), new Set(["opto.evaluation", "opto.step"]));
  for (const evaluation of named("opto.evaluation")) {
    const calls = named("opto.sandbox").filter((span) => parentOf(span) === evaluation);
    assert(calls.length > 0, JSON.stringify(evaluation));
  }
  const [{ attributes = [] } = {}] = named("opto.model");
  assertEquals(attributes.map(({ key }) => key).sort(), [
    "gen_ai.request.model",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.output_tokens",
    "opto.role",
  ]);
  assertFalse(bodies.some((body) => body.includes("secret reason")));
});

const configPath = new URL("../../deno.json", import.meta.url).pathname;

Deno.test("inSpan() does the work alone without telemetry", async () => {
  const result = await inSpan("opto.test", {}, (span) => {
    span.setAttributes({ "opto.step": 1 });
    return Promise.resolve(5);
  });
  assertEquals(result, 5);
  await assertRejects(
    () => inSpan("opto.test", {}, () => Promise.reject(new Error("no"))),
    Error,
    "no",
  );
});

Deno.test("traceContext() reads the header of W3C Trace Context, and nothing else", () => {
  const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
  assertEquals(traceContext(`00-${traceId}-${spanId}-01`), { traceId, spanId, traceFlags: 1 });
  const none = [
    ...["", `00-${traceId}-${spanId}`, `00-${"0".repeat(32)}-${spanId}-01`],
    ...[`00-${traceId}-${"0".repeat(16)}-01`, `ff-${traceId}-${spanId}-01`],
    ...[`00-${traceId.toUpperCase()}-${spanId}-01`, ` 00-${traceId}-${spanId}-01`],
  ];
  for (const header of none) assertEquals(traceContext(header), undefined, header);
});
