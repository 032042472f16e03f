import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { runRecords } from "../../src/run/run_records.ts";
import { type CommandOptions, lastEvent, libraryUrl, opto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";
import { logText } from "../support/log_text.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A number that should be 3, in three modules. */
const files: Readonly<Record<string, string>> = {
  "task.ts": `import { defineTask, parameter } from "${libraryUrl}";
import { guide } from "./lib/guide.ts";
import inputs from "./inputs.json" with { type: "json" };
export default defineTask({
  name: "three",
  agent: () => ({
    factor: parameter(1, { name: "factor", description: "what x is multiplied by" }),
    forward(x: number) { return this.factor.mul(x); },
  }),
  examples: { train: inputs.map((input: number) => ({ input, expected: 3 * input })) },
  guide,
  trainer: { steps: 3 },
});
`,
  "lib/guide.ts": `export function guide(
  { expected }: { expected?: number },
  output: unknown,
): { score: number; feedback: string } {
  const off = Number(output) - (expected ?? 0);
  return { score: -Math.abs(off), feedback: off < 0 ? "too small" : "too large" };
}
`,
  "inputs.json": "[1, 2, 3]\n",
};

/** A directory with the task in it, and the command run there. */
async function workplace() {
  const cwd = await tempDir();
  await writeFiles(cwd, files);
  return inDirectory(cwd);
}

/** The same with files that changed since; in a directory of its own, because one process loads a module once. */
async function changedCopy(original: string, changed: Readonly<Record<string, string>>) {
  const cwd = await tempDir();
  await writeFiles(cwd, { ...files, ...changed });
  await Deno.mkdir(join(cwd, "run"));
  const taskSource = pathToFileURL(join(cwd, "task.ts")).href;
  const events = readEventLog(join(original, "run/events.jsonl"))
    .map((event) => event.type === "started" ? { ...event, taskSource } : event);
  await Deno.writeTextFile(join(cwd, "run/events.jsonl"), logText(events));
  return inDirectory(cwd);
}

function inDirectory(cwd: string) {
  const run = (args: readonly string[], options: CommandOptions = {}) =>
    optoHere(args, { cwd, ...options });
  return { cwd, run, log: join(cwd, "run/events.jsonl") };
}

async function writeFiles(cwd: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await Deno.mkdir(join(cwd, "lib"));
  for (const [name, text] of Object.entries(texts)) await Deno.writeTextFile(join(cwd, name), text);
}

Deno.test("resume and replay refuse what changed by name; with --force they go on and say so", async () => {
  const first = await workplace();
  const begin = ["optimize", "task.ts", "--run-dir", "run", "--steps", "1"];
  assertEquals((await first.run(begin)).code, 0);
  const { run, log } = await changedCopy(first.cwd, {
    "lib/guide.ts": `${files["lib/guide.ts"]}// changed\n`,
    "inputs.json": "[1, 2, 4]\n",
  });
  const names = "these changed since it began: inputs.json, lib/guide.ts, the examples";
  for (const command of ["resume", "replay"]) {
    const refused = await run([command, "run"]);
    assertEquals(refused.code, 2, refused.stderr);
    assertStringIncludes(refused.stderr, `Cannot ${command} the run of "three": ${names}`);
    assertStringIncludes(refused.stderr, "--force");
  }
  assertEquals(readEventLog(log).filter(({ type }) => type === "resumed").length, 0);
  const replayed = await run(["replay", "run", "--force"]);
  assertEquals(replayed.code, 1);
  assertStringIncludes(replayed.stdout, "Changed since the run: inputs.json, lib/guide.ts");
  const forced = await run(["resume", "run", "--force", "--steps", "2"]);
  assertEquals(forced.code, 0, forced.stderr);
  const resumed = readEventLog(log).find((event) => event.type === "resumed");
  assertEquals(resumed?.forced, ["inputs.json", "lib/guide.ts", "the examples"]);
  const again = await run(["resume", "run"]); // the log says what it was forced to
  assertEquals(again.code, 0, again.stderr);
  const started = readEventLog(log)[0];
  assert(started?.type === "started" && started.fingerprint?.isVerified);
  assertEquals(Object.keys(started.fingerprint.modules ?? {}), ["inputs.json", "lib/guide.ts"]);
});

Deno.test("a run that was resumed with other steps replays the same", async () => {
  const { run } = await workplace();
  const first = await run(["optimize", "task.ts", "--run-dir", "run", "--steps", "2"]);
  assertEquals(first.code, 0, first.stderr);
  const resumed = await run(["resume", "run", "--steps", "4"]);
  assertEquals(resumed.code, 0, resumed.stderr);
  const replayed = await run(["replay", "run"]);
  assertStringIncludes(replayed.stdout, "Same.");
});

Deno.test("a run whose evaluations are limited replays the same", async () => {
  const { run } = await workplace();
  const limit = ["--budget-evaluations", "12"];
  const first = await run(["optimize", "task.ts", "--run-dir", "run", ...limit]);
  assertEquals(first.code, 0, first.stderr);
  const replayed = await run(["replay", "run"]);
  assertStringIncludes(replayed.stdout, "Same.");
});

Deno.test("the command that continues a run whose budget is spent gives it more, as printed", async () => {
  const { run } = await workplace();
  const first = await run([
    "optimize",
    "task.ts",
    "--run-dir",
    "run",
    "--budget-evaluations",
    "12",
  ]);
  assertStringIncludes(first.stdout, "the budget of evaluations is spent");
  const [, command = ""] = /continue +.* (resume run.*)/.exec(first.stdout) ?? [];
  assertEquals(command, "resume run --budget-evaluations 24");
  const second = await run(command.split(" "));
  const evaluations = ({ stdout }: { stdout: string }) =>
    Number(/(\d+) evaluations, /.exec(stdout)?.[1]);
  assert(evaluations(second) > evaluations(first), second.stdout);
});

Deno.test("a run that was resumed with other limits and another target replays the same", async () => {
  const { run } = await workplace();
  const stages = [
    ["optimize", "task.ts", "--run-dir", "run", "--target", "-1000", "--budget-evaluations", "40"],
    ["resume", "run", "--target", "-0.5", "--budget-evaluations", "14"],
    ["resume", "run", "--budget-evaluations", "23"],
    ["resume", "run", "--budget-evaluations", "50"],
  ];
  for (const stage of stages) {
    const end = await run(stage);
    assertEquals(end.code, 0, end.stderr);
  }
  const replayed = await run(["replay", "run"]);
  assertStringIncludes(replayed.stdout, "Same.");
});

Deno.test("a resume with fewer steps than are done is refused, and changes nothing", async () => {
  const { run, log } = await workplace();
  assertEquals((await run(["optimize", "task.ts", "--run-dir", "run", "--steps", "2"])).code, 0);
  const before = await Deno.readTextFile(log);
  const refused = await run(["resume", "run", "--steps", "1"]);
  assertEquals(refused.code, 2);
  assertStringIncludes(refused.stderr, "Cannot resume the run with 1 steps: 2 are done");
  assertEquals(await Deno.readTextFile(log), before);
});

Deno.test("a refused resume ends with exit code 2, whatever it is refused for", async () => {
  const { cwd, run } = await workplace();
  assertEquals((await run(["optimize", "task.ts", "--run-dir", "run", "--steps", "1"])).code, 0);
  const other = await run(["resume", "run", "--seed", "7"]);
  assertEquals([other.code, other.stderr.includes('seed "7"')], [2, true]);
  const changed = await changedCopy(cwd, { "task.ts": "export default 1;" });
  assertEquals((await changed.run(["resume", "run"])).code, 2);
});

Deno.test("a damaged log is refused with its line, and resumed from the lines before with --repair", async () => {
  const { cwd, run, log } = await workplace();
  assertEquals((await run(["optimize", "task.ts", "--run-dir", "run"])).code, 0);
  const expected = runRecords(readEventLog(log));
  const text = await Deno.readTextFile(log);
  const lines = text.split("\n");
  const place = lines.findIndex((line) => line.includes('"type":"compared"'));
  const damaged = lines.with(place, (lines[place] ?? "").replace("compared", "comparet")).join(
    "\n",
  );
  await Deno.writeTextFile(log, damaged);
  for (const command of ["resume", "replay", "report"]) {
    const refused = await run([command, "run"]);
    assertEquals(refused.code, 2, refused.stderr);
    assertStringIncludes(refused.stderr, `events.jsonl:${place + 1}" as an event: it is damaged`);
    assertStringIncludes(refused.stderr, "--repair");
  }
  assertEquals(await Deno.readTextFile(log), damaged);
  const repaired = await run(["resume", "run", "--repair"]);
  assertEquals(repaired.code, 0, repaired.stderr);
  assertEquals(runRecords(readEventLog(log)), expected);
  assertEquals(await Deno.readTextFile(join(cwd, "run/events.damaged-1.jsonl")), damaged);
});

Deno.test("a run that was killed before its first event is started again, by either door", async () => {
  const { cwd, run, log } = await workplace();
  for (const begun of ["", '{"type":"started","versi']) {
    await Deno.mkdir(join(cwd, "run"), { recursive: true });
    await Deno.writeTextFile(log, begun);
    const refused = await run(["resume", "run"]);
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "it ended before its first event was logged");
    assertStringIncludes(refused.stderr, "optimize TASK --run-dir run");
    const doors = [["--resume", "run"], ["--run-dir", "run"]];
    for (const door of doors) {
      await Deno.writeTextFile(log, begun);
      const end = await run(["optimize", "task.ts", ...door, "--json", "--steps", "1"]);
      assertEquals(end.code, 0, end.stderr);
      assertEquals([lastEvent(end).type, readEventLog(log)[0]?.type], ["finished", "started"]);
      assertEquals(readEventLog(log).some(({ type }) => type === "resumed"), false);
    }
  }
});

/** A server that speaks the OpenAI chat API, and answers with 2, 3, 4, … */
function modelServer() {
  let count = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { stream } = await request.json();
    const content = JSON.stringify({ reasoning: "more", suggestion: { factor: 1 + ++count / 4 } });
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const common = { id: "1", created: 0, model: "teller" };
    if (!stream) {
      const message = { role: "assistant", content };
      const choices = [{ index: 0, finish_reason: "stop", message }];
      return Response.json({ ...common, object: "chat.completion", choices, usage });
    }
    const choices = [{ index: 0, finish_reason: "stop", delta: { role: "assistant", content } }];
    const chunk = { ...common, object: "chat.completion.chunk", choices, usage };
    return new Response(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`, {
      headers: { "content-type": "text/event-stream" },
    });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    count: () => count,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

Deno.test("resume remembers the server, the recording and the limits, and the recording lacks no call", async () => {
  const { cwd, run, log } = await workplace();
  await using server = modelServer();
  const env = { OPENAI_API_KEY: "sk-0123456789abcdef", OPENAI_BASE_URL: server.url };
  const asked = ["--model", "teller", "--record", "talk.jsonl", "--budget-calls", "9"];
  const begun = await run(
    ["optimize", "task.ts", "--run-dir", "run", "--steps", "4", ...asked],
    { env },
  );
  assertEquals(begun.code, 0, begun.stderr);
  const expected = runRecords(readEventLog(log));
  const paid = server.count();

  // Killed after the second call was recorded, and before it was logged; its recording was being written.
  const lines = (await Deno.readTextFile(log)).split("\n");
  const exchanges = lines.flatMap((line, at) => line.includes('"type":"exchange"') ? [at] : []);
  await Deno.writeTextFile(log, `${lines.slice(0, exchanges[1]).join("\n")}\n`);
  const talk = (await Deno.readTextFile(join(cwd, "talk.jsonl"))).split("\n");
  await Deno.writeTextFile(join(cwd, "talk.jsonl"), `${talk[1]}\n${talk[2]?.slice(0, 40)}`);

  // Another directory, and only the key in the environment.
  const elsewhere = await tempDir();
  const resumed = await run(["resume", join(cwd, "run")], {
    cwd: elsewhere,
    env: { OPENAI_API_KEY: "sk-0123456789abcdef" },
  });
  assertEquals(resumed.code, 0, resumed.stderr);
  assertEquals(server.count() - paid, paid - 2); // the first was logged, the second recorded
  const events = readEventLog(log);
  assertEquals(events.filter(({ type }) => type === "exchange").length, paid);
  assertEquals(runRecords(events).length, expected.length);
  const calls = (await Deno.readTextFile(join(cwd, "talk.jsonl"))).trimEnd().split("\n");
  assertEquals(calls.length, paid);
  const again = ["--run-dir", "again", "--steps", "4", "--replay", "talk.jsonl"];
  const replayed = await run(["optimize", "task.ts", ...again]);
  assertEquals(replayed.code, 0, replayed.stderr);
});

for (const kind of ["a full disk", "a limit on the size of files"]) {
  Deno.test(`optimize names the file and the command that resumes: ${kind}`, async () => {
    const { cwd, run, log } = await workplace();
    const disk = join(cwd, "run");
    await Deno.mkdir(disk);
    const isMounted = kind === "a full disk" && await mount(disk);
    if (kind === "a full disk" && !isMounted) {
      console.log("    skipped: no file system can be mounted here");
      return;
    }
    try {
      const args = ["optimize", "task.ts", "--run-dir", "run", "--steps", "400"];
      const end = isMounted ? await run(args) : await opto(args, { cwd, maxFileKilobytes: 200 });
      assertEquals(end.code, 1, end.stderr);
      assertMatch(end.stderr, /Cannot write "run\/events\.jsonl": .+/);
      assertMatch(end.stderr, /To continue: .+ resume run$/m);
      const before = readEventLog(log); // whole lines only
      assert(before.length > 10);
      if (isMounted) await unmount(disk, cwd);
      const resumed = await run(["resume", "run", "--steps", "60", "--json"]);
      assertEquals(resumed.code, 0, resumed.stderr);
    } finally {
      await new Deno.Command("umount", { args: [disk], stderr: "null" }).output().catch(() => {});
    }
  });
}

/** Mounts a disk of 200 kB; false where that is not allowed. */
async function mount(path: string): Promise<boolean> {
  const args = ["-t", "tmpfs", "-o", "size=200k", "tmpfs", path];
  return await new Deno.Command("mount", { args, stderr: "null" }).output()
    .then(({ success }) => success, () => false);
}

/** Moves the files of a disk to the directory below. */
async function unmount(path: string, cwd: string): Promise<void> {
  const text = await Deno.readTextFile(join(path, "events.jsonl"));
  await new Deno.Command("umount", { args: [path] }).output();
  await Deno.writeTextFile(join(cwd, "run/events.jsonl"), text);
}
