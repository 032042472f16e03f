import {
  assert,
  assertEquals,
  assertFalse,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { defineTask, optimize, trainable } from "../../mod.ts";
import { TaskError } from "../../src/errors.ts";
import { answering } from "../../src/model/answering.ts";
import { redactor } from "../../src/model/redact.ts";
import { recording, RecordingFile } from "../../src/model/recording.ts";
import { replaying } from "../../src/model/replaying.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { records } from "../support/records.ts";
import { tempDir } from "../support/temp_dir.ts";

const secret = "patient 4711";
const key = "sk-abcdefghijklmnop0123456789";

/** A task whose inputs, expected values, console, outputs, errors and feedback hold the secret and a key. */
function ward(seen: string[] = []) {
  return defineTask({
    name: "ward",
    objective: `Repeat the input of ${secret}.`,
    agent: () =>
      trainable(function repeat(text: string): string {
        console.log(`saw ${text}`);
        return text.slice(1);
      }),
    examples: {
      train: [1, 2].map((i) => ({
        input: `${i} ${secret} ${key}`,
        expected: `${i} ${secret} ${key}`,
      })),
    },
    guide({ input, expected }, output) {
      seen.push(`${input} ${expected} ${output}`);
      if (output instanceof Error) return { score: -1, feedback: output.message };
      return { score: output === expected ? 1 : 0, feedback: `not ${expected} but ${output}` };
    },
    trainer: { steps: 2, batchSize: 2 },
    sandbox: { timeoutMs: 20_000 },
    redact: [/patient \d+/],
  });
}

const failing = `export function repeat(text: string): string {
  if (text.length > 3) throw new Error("cannot read " + text);
  return text;
}`;
const model = () =>
  scriptedModel(({ messages }) =>
    JSON.stringify({
      reasoning: "why",
      suggestion: {
        // The history of the second step shows the code of the first.
        repeat: !messages.some(({ content }) => content.includes("cannot read"))
          ? failing
          : "export function repeat(text: string): string {\n  return text;\n}",
      },
    })
  );

const leaks = (text: string) => [secret, "4711", key].filter((part) => text.includes(part));

Deno.test("redact strikes out of prompts, recording, log, report and events, and the guide sees the original", async () => {
  const dir = await tempDir();
  const seen: string[] = [];
  const asked = model();
  const published = [];
  {
    await using file = await RecordingFile.open(`${dir}/talk.jsonl`);
    const run = optimize(ward(seen), {
      model: recording(asked, file),
      runDir: `${dir}/run`,
      seed: 1,
    });
    for await (const event of run) published.push(JSON.stringify(event));
    assertEquals((await run.result).best.score, 1);
  }
  assert(seen.every((text) => text.includes(secret) && text.includes(key)));
  const prompts = asked.requests.flatMap(({ messages }) => messages.map(({ content }) => content));
  const texts = {
    prompts: prompts.join("\n"),
    events: published.join("\n"),
    recording: await Deno.readTextFile(`${dir}/talk.jsonl`),
    log: await Deno.readTextFile(`${dir}/run/events.jsonl`),
    report: await Deno.readTextFile(`${dir}/run/report.html`),
  };
  for (const [name, text] of Object.entries(texts)) {
    assertEquals(leaks(text), [], name);
    assertStringIncludes(text, "[redacted]", name);
  }
});

Deno.test("a redacted run is resumed and replayed to the same records, and pays for nothing twice", async () => {
  const dir = await tempDir();
  const options = { seed: 1 } as const;
  {
    await using file = await RecordingFile.open(`${dir}/talk.jsonl`);
    await optimize(ward(), { ...options, model: recording(model(), file), runDir: `${dir}/run` })
      .result;
  }
  const events = readEventLog(`${dir}/run/events.jsonl`);
  const exchanges = events.filter((event) => event.type === "exchange");
  const again = await eventsOf(optimize(ward(), { ...options, model: answering(null, exchanges) }));
  assertEquals(records(again).filter(isRecord), records(events).filter(isRecord));
  const offline = optimize(ward(), { ...options, model: await replaying(`${dir}/talk.jsonl`) });
  assertEquals((await offline.result).best.score, 1);

  const lines = (await Deno.readTextFile(`${dir}/run/events.jsonl`)).trimEnd().split("\n");
  const cutAt = lines.findIndex((line) => line.includes('"type":"compared"'));
  await Deno.mkdir(`${dir}/cut`);
  await Deno.writeTextFile(`${dir}/cut/events.jsonl`, lines.slice(0, cutAt).join("\n") + "\n");
  const calls = lines.slice(0, cutAt).filter((line) => line.includes('"type":"exchange"')).length;
  const rest = model();
  await optimize(ward(), { ...options, model: rest, runDir: `${dir}/cut`, resume: true }).result;
  assertEquals(rest.requests.length, exchanges.length - calls);
  const resumed = readEventLog(`${dir}/cut/events.jsonl`);
  assertEquals(records(resumed).filter(isRecord), records(events).filter(isRecord));
});

const isRecord = (line: string) =>
  /"type":"(evaluated|proposed|compared|best|exchange)"/.test(line);

Deno.test("redact of the options is added to the task's, and must be regular expressions", async () => {
  const run = optimize(ward(), { model: model(), seed: 1, redact: [/Repeat the input/] });
  const [started] = await eventsOf(run);
  assert(started?.type === "started");
  assertEquals(started.task.objective, "[redacted] of [redacted].");
  await assertRejects(
    () => optimize(ward(), { redact: ["x"] as unknown as RegExp[] }).result,
    TypeError,
    'Cannot use "x" to redact',
  );
  const { agent, examples, guide } = ward();
  const wrong = { name: "w", agent, examples, guide, redact: /x/ };
  let error: unknown;
  try {
    defineTask(wrong as unknown as Parameters<typeof defineTask>[0]);
  } catch (thrown) {
    error = thrown;
  }
  assert(error instanceof TaskError && error.message.includes("list of regular expressions"));
});

Deno.test("redact leaves the exported agent whole, as it leaves the values of parameters", async () => {
  const runDir = await tempDir();
  const task = defineTask({
    name: "whole",
    agent: () =>
      trainable(function name(n: number): string {
        return "patient 4711" + n;
      }),
    examples: { train: [{ input: 1 }] },
    guide: () => 1,
    redact: [/patient \d+/],
  });
  await optimize(task, { steps: 1, runDir }).result;
  const agent = await Deno.readTextFile(`${runDir}/best/agent.ts`);
  assertFalse(agent.includes("[redacted]"));
  assertStringIncludes(agent, secret);
});

Deno.test("redactor() strikes out every match, leaves empty ones, and keeps no state between texts", () => {
  const redact = redactor([/b+/y, /x*/g, /é/i]);
  assertEquals(redact("bbab"), "[redacted]ab"); // a sticky pattern matches at its place alone
  assertEquals(redact("bbab"), "[redacted]ab");
  assertEquals(redact("axxbÉ"), "a[redacted]b[redacted]");
  assertFalse(redact(`${"a".repeat(30)} ${key}`).includes("sk-"));
});
