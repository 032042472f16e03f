/** What a task, a candidate, a model or its server says reaches the terminal escaped, in every command. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { jsonText } from "../../src/trainer/json_text.ts";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";
import { type ChatReply, type OpenAiServer, startOpenAiServer } from "../support/openai_server.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";
import { readSse } from "../server/served_app.ts";
import { type CommandEnd, libraryUrl, opto, startOpto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";

/** A task that says the hostile text wherever it can. */
const task = `import { defineTask, parameter, trainable } from "${libraryUrl}";
const hostile = ${JSON.stringify(hostileText)};
const say = Deno.env.get("SAY") ?? "";
if (say === "import") throw new Error(hostile);
if (say === "console") {
  for (const method of ["log", "info", "debug", "warn", "error", "trace", "dir", "group"]) console[method](hostile);
  console.table([hostile]);
  console.assert(false, hostile);
  console.count(hostile);
}
export default defineTask({
  name: "three" + hostile,
  description: hostile,
  objective: hostile,
  agent: () => say === "code"
    ? trainable(function times(n: number): number { return n; }, { description: hostile })
    : {
      factor: parameter(1, { name: "factor", description: hostile }),
      forward(n: number) { return this.factor.mul(n); },
    },
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected }, output) => {
    if (say === "guide") throw new Error(hostile);
    if (say === "rejection") Promise.reject(new Error(hostile));
    if (say === "uncaught") queueMicrotask(() => { throw new Error(hostile); });
    console.log("guide", hostile);
    return { score: -Math.abs(Number(output) - expected) || 0, feedback: hostile };
  },
  summarize: () => hostile,
  trainer: { steps: 2, batchSize: 1 },
});
`;

/** A directory with the task, and commands that run there and say "SAY". */
async function workplace() {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const through = (door: typeof opto) => (args: readonly string[], say = "") =>
    door(args, { cwd, env: { NO_COLOR: "1", SAY: say, OPENAI_API_KEY: "sk-of-the-test" } });
  return { cwd, run: through(opto), runHere: through(optoHere) };
}

/** Checks that the hostile text was printed, and nothing of it raw. */
function assertSafe({ stdout, stderr }: Pick<CommandEnd, "stdout" | "stderr">): void {
  assertEquals(hiddenIn(stdout + stderr), []);
  assertStringIncludes(stdout + stderr, "\\u202e");
}

/** A model server that gives these answers, and the last one forever. */
function answering(...replies: readonly ChatReply[]): OpenAiServer {
  return startOpenAiServer(({ index }) => replies[Math.min(index, replies.length - 1)] ?? "");
}

const suggesting = (code: string) =>
  JSON.stringify({ reasoning: hostileText, suggestion: { times: code } });

Deno.test("optimize escapes what a task says, in each display", async () => {
  const { run, cwd } = await workplace();
  for (const display of [[], ["--quiet"], ["--json"]]) {
    const runDir = `run${display.join("")}`;
    const end = await run(["optimize", "task.ts", "--run-dir", runDir, ...display], "console");
    assertEquals(end.code, 0, end.stderr);
    assertSafe(end);
    const log = await Deno.readTextFile(join(cwd, runDir, "events.jsonl"));
    assertSafe({ stdout: log, stderr: "" });
    const started = JSON.parse(log.split("\n")[0] ?? "");
    assertEquals(started.task.name, `three${hostileText}`);
    if (display[0] === "--json") {
      const events = readEventLog(join(cwd, runDir, "events.jsonl"));
      assertEquals(end.stdout, events.map((event) => `${jsonText(event)}\n`).join(""));
    }
    const report = await Deno.readTextFile(join(cwd, runDir, "report.html"));
    assertSafe({ stdout: report, stderr: "" });
  }
});

Deno.test("optimize escapes errors of a task, whether awaited or not", async () => {
  for (const say of ["import", "guide", "rejection", "uncaught"]) {
    // One process loads a module once; what nothing awaits would end the process of the test.
    const place = await workplace();
    const run = say === "import" || say === "guide" ? place.runHere : place.run;
    for (const display of [["--json"], ["--verbose"]]) {
      const end = await run(["optimize", "task.ts", "--run-dir", say + display, ...display], say);
      assert(end.code > 0, `${say} ${display}`);
      assertSafe(end);
    }
  }
});

Deno.test("optimize escapes answers, refusals and errors of a model", async () => {
  const { runHere: run } = await workplace();
  const refused = suggesting(`function times(n: number): number { return ${hostileText} }`);
  const throwing = suggesting(
    `function times(n: number): number { throw new Error(${JSON.stringify(hostileText)}); }`,
  );
  for (const display of [[], ["--json"]]) {
    await using server = answering(
      hostileText,
      refused,
      throwing,
      { status: 500, error: { message: hostileText }, headers: { "retry-after-ms": "1" } },
      suggesting(`function times(n: number): number { return 3 * n; } // ${hostileText}`),
    );
    const args = ["--model", `m`, "--base-url", server.baseUrl, "--run-dir", `run${display}`];
    const end = await run(["optimize", "task.ts", ...args, "--steps", "4", ...display], "code");
    assertEquals(end.code, 0, end.stderr);
    assertSafe(end);
  }
  for (const display of [[], ["--json"], ["--verbose"]]) {
    await using server = answering({ status: 401, error: { message: hostileText } });
    const args = ["--model", "m", "--base-url", server.baseUrl, "--run-dir", `failed${display}`];
    const end = await run(["optimize", "task.ts", ...args, ...display]);
    assertEquals(end.code, 1);
    assertSafe(end);
  }
});

Deno.test("--dry-run escapes the prompt", async () => {
  const { runHere: run } = await workplace();
  for (const display of [[], ["--json"]]) {
    const end = await run(["optimize", "task.ts", "--dry-run", ...display]);
    assertEquals(end.code, 0, end.stderr);
    assertSafe(end);
  }
});

Deno.test("diff, replay, resume and report escape what a log says", async () => {
  const { cwd, runHere: run } = await workplace();
  await Deno.mkdir(join(cwd, "run"));
  const events = sampleRun({ hostile: hostileText });
  // A log of an older version holds the characters themselves.
  const raw = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  await Deno.writeTextFile(join(cwd, "run/events.jsonl"), raw);
  assertSafe(await run(["diff", "run"]));
  assertSafe(await run(["replay", "run", "--task", "task.ts"]));
  assertSafe(await run(["resume", "run", "--task", "task.ts"]));
  assertEquals((await run(["report", "run"])).code, 0);
  assertSafe({ stdout: await Deno.readTextFile(join(cwd, "run/report.html")), stderr: "" });
  await Deno.writeTextFile(join(cwd, "run/events.jsonl"), `\u202e${hostileText}\n`);
  assertSafe(await run(["diff", "run"]));
});

Deno.test("events read back from the log unchanged", () => {
  for (const event of sampleRun({ hostile: hostileText })) {
    const text = jsonText(event);
    assertEquals(hiddenIn(text), []);
    assertEquals(JSON.parse(text), JSON.parse(JSON.stringify(event)));
  }
});

Deno.test("doctor escapes what a model's server says", async () => {
  await using server = answering({ status: 401, error: { message: hostileText } });
  const denials = ["--deny-run"]; // so that no sandbox opens, and no attack takes its time
  const end = await opto(["doctor", "--model", "m", "--base-url", server.baseUrl], { denials });
  assertEquals(end.code, 1);
  assertMatch(end.stdout, /^✗ model /m);
  assertSafe(end);
});

Deno.test("arguments and paths are escaped", async () => {
  const { run, runHere } = await workplace();
  const text = hostileText.replaceAll("\0", "").replaceAll("\ud800", ""); // no argument holds them
  assertSafe(await run([text]));
  assertSafe(await runHere(["optimize", text]));
  assertSafe(await runHere(["optimize", "task.ts", `--${text}`]));
  assertSafe(await runHere(["diff", text]));
});

Deno.test("serve escapes what its tasks and jobs say", async () => {
  const { cwd } = await workplace();
  const server = startOpto(["serve", "--task", "task.ts", "--port", "0"], {
    cwd,
    env: { NO_COLOR: "1", SAY: "guide" },
  });
  const url = await server.until(/listens on (http:\S+)/);
  const asked = await fetch(new URL("v1/jobs", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ task: `three${hostileText}` }),
  });
  assertEquals(asked.status, 202);
  const { id } = await asked.json();
  await readSse(await fetch(new URL(`v1/jobs/${id}/events`, url)));
  await server.until(/ failed /);
  server.kill("SIGTERM");
  const end = await server.end;
  assertEquals(end.code, 0, end.stderr);
  assertSafe(end);
});
