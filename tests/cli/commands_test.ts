import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { jsonText } from "../../src/trainer/json_text.ts";
import { type CommandOptions, lastEvent, libraryUrl, opto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A number that should be 3: no sandboxed code, so that a run takes no time. */
const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three",
  objective: "Make the product three times the input.",
  agent: () => ({
    factor: parameter(1, { name: "factor", description: "what x is multiplied by" }),
    forward(x: number) { return this.factor.mul(x); },
  }),
  examples: {
    train: [1, 2, 3, 4].map((input) => ({ input, expected: 3 * input })),
    validation: [5, 6].map((input) => ({ input, expected: 3 * input })),
    test: [7, 8].map((input) => ({ input, expected: 3 * input })),
  },
  guide: ({ expected }, output) => {
    const off = output instanceof Error ? 100 : Number(output) - expected;
    return { score: -Math.abs(off), feedback: off < 0 ? "too small" : "too large" };
  },
  summarize: ({ best }) => \`Off by \${-(best ?? NaN)}.\`,
  trainer: { steps: 4 },
});
`;

/** The task with a statement at the beginning of its guide. */
function guideThat(statement: string): string {
  return task.replace("guide: (", "guide: async (").replace(
    "const off",
    `${statement}\n    const off`,
  );
}

/** A directory with the task in it, and the command run there. */
async function workplace(source: string = task) {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), source);
  const run = (args: readonly string[], options: CommandOptions = {}) =>
    opto(args, { cwd, ...options });
  const runHere: typeof run = (args, options) => optoHere(args, { cwd, ...options });
  return { cwd, run, runHere };
}

/** A server that speaks the OpenAI chat API and always answers this. */
function modelServer(answer: string) {
  const prompts: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    prompts.push(JSON.stringify((await request.json()).messages));
    return Response.json({
      id: "1",
      object: "chat.completion",
      created: 0,
      model: "teller",
      choices: [{
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content: answer },
      }],
      usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
    });
  });
  const url = `http://127.0.0.1:${server.addr.port}/v1`;
  return { prompts, url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

Deno.test("optimize improves a task without a model and says where the result is", async () => {
  const { cwd, run } = await workplace();
  const end = await run(["optimize", "task.ts", "--run-dir", "run"]);
  assertEquals([end.code, end.stderr, end.orphans], [0, "", []]);
  assertMatch(end.stdout, /built-in search/);
  assertMatch(end.stdout, /^ {2}validation +-11(\.\d+)? +\S+/m);
  assertMatch(end.stdout, /^ {2}test +-15(\.\d+)? +\S+/m);
  assertMatch(end.stdout, /^ {2}Off by /m);
  assertFalse(end.stdout.includes("\x1b"), "no colours in a pipe");
  const { factor } = JSON.parse(await Deno.readTextFile(join(cwd, "run/best/parameters.json")));
  assert(factor > 1, `factor is ${factor}`);
  assertStringIncludes(await Deno.readTextFile(join(cwd, "run/report.html")), "three");
});

Deno.test("optimize, resume and replay use the optimizer of the task's own", async () => {
  const optimizer = `optimizer: {
    name: "climber",
    initialMemory: { step: 2 },
    propose: ({ parameters: [factor] }, { memory: { step } }) =>
      Promise.resolve({
        kind: "suggestion",
        values: { factor: Number(factor?.value) + step },
        reasoning: "up",
        memory: { step: -step / 2 },
      }),
  },
  summarize: (`;
  const { cwd, runHere: run } = await workplace(task.replace("summarize: (", optimizer));
  const args = ["--run-dir", "run", "--seed", "1"];
  const { code, stdout } = await run(["optimize", "task.ts", ...args]);
  assertEquals(code, 0);
  assertStringIncludes(stdout, 'The task\'s own optimizer "climber" proposes.');
  assertStringIncludes(stdout, "Off by 0.");
  const replayed = await run(["replay", "run"]);
  assertStringIncludes(replayed.stdout, "Same.");
  const log = join(cwd, "run/events.jsonl");
  const lines = (await Deno.readTextFile(log)).split("\n");
  await Deno.writeTextFile(log, lines.slice(0, 20).join("\n") + "\n");
  const resumed = await run(["resume", "run"]);
  assertEquals(resumed.code, 0);
  assertStringIncludes(resumed.stdout, "Off by 0.");
});

Deno.test("optimize --json writes the events of its log and nothing else on standard output", async () => {
  const { cwd, run } = await workplace(guideThat(`console.log("a line from the task");`));
  const end = await run(["optimize", "task.ts", "--run-dir", "run", "--json"]);
  assertEquals(end.code, 0);
  const events = readEventLog(join(cwd, "run/events.jsonl"));
  assertEquals(end.stdout, events.map((event) => `${jsonText(event)}\n`).join(""));
  assertStringIncludes(end.stderr, "a line from the task");
  const last = lastEvent(end);
  assertEquals(Object.keys(last).toSorted(), [
    "best",
    "evaluations",
    "initial",
    "runDir",
    "seconds",
    "stopReason",
    "test",
    "type",
    "usage",
  ]);
  assertEquals([last.type, last.stopReason, last.runDir], ["finished", "steps", "run"]);
});

Deno.test("optimize --quiet prints the result only", async () => {
  const { runHere: run } = await workplace();
  const end = await run(["optimize", "task.ts", "--run-dir", "run", "--quiet"]);
  assertEquals(end.code, 0);
  assertFalse(/^step /m.test(end.stdout));
  assertStringIncludes(end.stdout, "run/best/");
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`optimize saves at ${signal} and prints the command that resumes`, async () => {
    const { cwd, run, runHere } = await workplace();
    let isSent = false;
    const end = await run([
      "optimize",
      "task.ts",
      "--run-dir",
      "run",
      "--steps",
      "100000",
      "--seed",
      "3",
    ], {
      onOutput(text, child) {
        if (isSent || !text.includes("step      2/100000")) return;
        isSent = true;
        child.kill(signal);
      },
    });
    assertEquals([end.code, end.orphans], [130, []], end.stderr);
    assertMatch(end.stdout, /continue +deno run -A \S*mod\.ts resume run$/m);
    const log = await Deno.readTextFile(join(cwd, "run", "events.jsonl"));
    const done = Number(log.match(/"type":"step","step":(\d+)/g)?.at(-1)?.match(/\d+/)?.[0]);
    const resumed = await runHere(["resume", "run", "--json", "--steps", String(done + 1)]);
    assertEquals(resumed.code, 0, resumed.stderr);
    assertEquals(JSON.parse(resumed.stdout.split("\n")[0] ?? "").type, "resumed");
    assertEquals(lastEvent(resumed).stopReason, "steps");
  });
}

Deno.test("optimize --json ends with the finished event at Ctrl-C, too", async () => {
  const { run } = await workplace();
  let isSent = false;
  const args = ["optimize", "task.ts", "--run-dir", "run", "--steps", "100000", "--json"];
  const end = await run(args, {
    onOutput(text, child) {
      if (isSent || !text.includes('"type":"step","step":2,')) return;
      isSent = true;
      child.kill("SIGINT");
    },
  });
  assertEquals([end.code, end.orphans], [130, []], end.stderr);
  const events = end.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(events.filter(({ type }) => type === "finished"), [events.at(-1)]);
  assertEquals(events.at(-1).stopReason, "interrupted");
  assertStringIncludes(end.stderr, "resume run");
});

Deno.test("optimize ends at once at the second Ctrl-C", async () => {
  const { run } = await workplace(guideThat("await new Promise((r) => setTimeout(r, 60_000));"));
  let sent = 0;
  const end = await run(["optimize", "task.ts", "--run-dir", "run"], {
    onOutput(text, child) {
      if (sent === 0 && text.includes("built-in search")) child.kill("SIGINT"), sent++;
      else if (sent === 1 && text.includes("Once more")) child.kill("SIGINT"), sent++;
    },
  });
  assertEquals([end.code, end.orphans], [130, []]);
});

Deno.test("optimize continues when its output is closed", async () => {
  const { cwd } = await workplace();
  const script = `"$0" run -A --no-check "$1" optimize task.ts --run-dir run --json | head -n 1`;
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", script, Deno.execPath(), new URL(libraryUrl).pathname],
    cwd,
  }).output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)).type, "started");
  assertFalse(/error|pipe/i.test(new TextDecoder().decode(stderr)));
  assertStringIncludes(await Deno.readTextFile(join(cwd, "run/events.jsonl")), `"type":"finished"`);
});

Deno.test("optimize asks a model only when one is named, and prints the limits first", async () => {
  await using server = modelServer(`{"reasoning": "larger", "suggestion": {"factor": 3}}`);
  const { runHere: run } = await workplace();
  const env = { OPENAI_API_KEY: "sk-0123456789abcdef", OPENAI_BASE_URL: server.url };
  assertEquals((await run(["optimize", "task.ts"], { env })).code, 0);
  assertEquals(server.prompts, [], "a key alone never spends");

  const end = await run(["optimize", "task.ts", "--budget-calls", "9"], {
    env: { ...env, OPTO_MODEL: "teller" },
  });
  assertEquals(end.code, 0, end.stderr);
  assert(server.prompts.length > 0);
  const [cost, result] = [end.stdout.indexOf("at most 9 calls"), end.stdout.indexOf("step ")];
  assert(cost > 0 && cost < result, end.stdout);
  assertMatch(end.stdout, /^ {2}test +-15 +-?0\b/m);

  const runDir = /(\S+)\/best\/$/m.exec(end.stdout)?.[1] ?? "";
  const more = ["resume", runDir, "--steps", "6", "--budget-calls", "11", "--base-url", server.url];
  const resumed = await run(more, { env });
  assertEquals(resumed.code, 0, resumed.stderr);
  assertStringIncludes(resumed.stdout, "at most 11 calls");
});

Deno.test("optimize --record and --replay give the same records, with and without the server", async () => {
  const { cwd, runHere: run } = await workplace();
  const args = ["optimize", "task.ts", "--seed", "5"];
  {
    await using server = modelServer(`{"reasoning": "larger", "suggestion": {"factor": 2}}`);
    const recorded = await run(
      [
        ...args,
        "--run-dir",
        "a",
        "--model",
        "teller",
        "--base-url",
        server.url,
        "--record",
        "talk.jsonl",
      ],
      { env: { OPENAI_API_KEY: "sk-0123456789abcdef" } },
    );
    assertEquals(recorded.code, 0, recorded.stderr);
    assertFalse((await Deno.readTextFile(join(cwd, "talk.jsonl"))).includes("sk-0123456789"));
  }
  const replayed = await run([...args, "--run-dir", "b", "--replay", "talk.jsonl"]);
  assertEquals(replayed.code, 0, replayed.stderr);
  const records = (name: string) =>
    readEventLog(join(cwd, name, "events.jsonl")).map(jsonText)
      .filter((line) => /"type":"(compared|best|proposed)"/.test(line)).toSorted();
  assertEquals(records("b"), records("a"));
  const measured = ["--replay", "talk.jsonl", "--evaluation-cost", "measured"];
  assertEquals((await run([...args, "--run-dir", "c", ...measured])).code, 0);
  assert(readEventLog(join(cwd, "c", "events.jsonl")).some(({ type }) => type === "measured"));
  for (const name of ["a", "c"]) {
    const again = await run(["replay", name]);
    assertEquals([again.code, again.stdout.slice(0, 5)], [0, "Same."], again.stderr);
  }
  const other = await run([...args.slice(0, 2), "--seed", "6", "--replay", "talk.jsonl"]);
  assertEquals(other.code, 1);
  assertStringIncludes(other.stderr, "recording");
});

Deno.test("optimize --dry-run prints the prompt and its tokens, and calls no model", async () => {
  await using server = modelServer("never");
  const { cwd, runHere: run } = await workplace();
  const end = await run([
    "optimize",
    "task.ts",
    "--dry-run",
    "--model",
    "teller",
    "--base-url",
    server.url,
  ]);
  assertEquals([end.code, server.prompts.length], [0, 0], end.stderr);
  assertStringIncludes(end.stdout, "Make the product three times the input.");
  assertMatch(end.stdout, /about \d+ tokens for teller/);
  assertEquals([...Deno.readDirSync(cwd)].map(({ name }) => name), ["task.ts"]);
});

Deno.test("report and diff read a run's log", async () => {
  const { cwd, runHere: run } = await workplace();
  await run(["optimize", "task.ts", "--run-dir", "run", "--quiet"]);
  await Deno.remove(join(cwd, "run/report.html"));
  assertEquals((await run(["report", "run"])).stdout, "run/report.html\n");
  assertStringIncludes(await Deno.readTextFile(join(cwd, "run/report.html")), "</html>");
  const diff = await run(["diff", "run"]);
  assertMatch(diff.stdout, /score -11 → /);
  assertMatch(diff.stdout, /^factor\n- 1\n\+ /m);
});

Deno.test("doctor checks the sandbox and the model", async () => {
  await using server = modelServer("ready");
  const end = await opto(["doctor", "--json", "--model", "teller", "--base-url", server.url]);
  assertEquals([end.code, end.orphans], [0, []], end.stdout + end.stderr);
  const checks = end.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const notHeld = checks.filter(({ outcome, isHeld = true }) => outcome !== "ok" || !isHeld);
  assertEquals(notHeld, [], "every limit, every attack and the model");
  const layers = new Set(checks.flatMap(({ layer }) => layer ?? []));
  assertEquals([...layers].toSorted(), ["compiler", "process", "realm", "worker"]);
  assertStringIncludes(checks.at(-1).detail, "teller answered");
});

Deno.test("--help lists every command and option", async () => {
  const overview = await optoHere(["--help"]);
  for (
    const name of [
      "optimize",
      "resume",
      "eval",
      "init",
      "report",
      "diff",
      "list",
      "replay",
      "serve",
      "backup",
      "doctor",
    ]
  ) {
    const end = await optoHere([name, "--help"]);
    assertEquals([end.code, end.stderr], [0, ""]);
    assertMatch(end.stdout, /^Usage {2}deno run -A /m);
    assertMatch(end.stdout, /--help/);
    assertStringIncludes(overview.stdout, name);
  }
  const ofDiff = await opto(["help", "diff"]);
  assertMatch(ofDiff.stdout, /^Usage {2}deno run -A \S*mod\.ts diff /m);
  const usage = (text: string) => text.replace(/^Usage {2}deno run -A \S+/m, "");
  const here = await optoHere(["diff", "--help"]);
  assertEquals(usage(here.stdout), usage(ofDiff.stdout));
  assertMatch((await optoHere(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
});
