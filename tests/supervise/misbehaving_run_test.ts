/** Whatever code of a task does, its run ends, is saved and can be resumed. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { executeTask } from "../../src/run/optimize.ts";
import { loadTask } from "../../src/task/load_task.ts";
import type { FinishedEvent, RunEvent } from "../../src/trainer/event.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { type CommandEnd, opto } from "../cli/opto_command.ts";
import { misbehavingTask, type Place, type Way } from "../support/misbehaving_task.ts";
import { tempDir } from "../support/temp_dir.ts";

interface Outcome {
  readonly code: number;
  readonly stopReason: FinishedEvent["stopReason"];
  readonly error?: string;
  readonly words?: RegExp;
}

const blocked = { code: 1, stopReason: "failed", error: "TASK_BLOCKED" } as const;
const ended = {
  code: 1,
  stopReason: "failed",
  error: "TASK_ENDED",
  words: /ended by itself/,
} as const;
const stray = {
  code: 1,
  stopReason: "failed",
  error: "task",
  words: /nothing awaits: late words/,
} as const;
const spent = { code: 0, stopReason: "budget" } as const;
const done = { code: 0, stopReason: "steps" } as const;

const cases: readonly (readonly [Place, Way, Outcome])[] = [
  ["guide", "never", spent],
  ["guide", "rejects late", stray],
  ["guide", "throws from a timer", stray],
  ["guide", "blocks", blocked],
  ["guide", "exits", ended],
  ["guide", "prints", done],
  ["guide", "moves", done],
  ["guide", "breaks lists", {
    code: 1,
    stopReason: "failed",
    error: "internal",
    words: /no lists/,
  }],
  ["guide", "breaks messages", { ...ended, words: /sent what is no message/ }],
  ["agent", "never", spent],
  ["agent", "rejects late", stray],
  ["agent", "blocks idly", blocked],
  ["agent", "exits", ended],
  ["agent", "throws", done],
  ["tool", "never", spent],
  ["tool", "throws from a timer", stray],
  ["tool", "blocks idly", blocked],
  ["summarize", "throws", { ...done, words: /summary is left out: late words/ }],
  ["summarize", "never", { ...done, words: /summary is left out: it took longer/ }],
  ["summarize", "rejects late", { ...done, words: /summary is left out: .*late words/ }],
  ["summarize", "exits", { ...done, words: /summary is left out: .*ended by itself/ }],
  ["summarize", "blocks idly", { ...done, words: /summary is left out: .*killed/ }],
];

/** What ends a run that does not end by itself, long after its start was evaluated. */
const limits: { readonly [each in Way]?: readonly string[] } = {
  never: ["--budget-seconds=3"],
  blocks: ["--evaluation-timeout=2"],
  "blocks idly": ["--evaluation-timeout=2"],
};

function lastOf(end: CommandEnd): FinishedEvent {
  return JSON.parse(end.stdout.trimEnd().split("\n").at(-1) ?? "");
}

const ends = new Set<string>();

for (const [place, way, outcome] of cases) {
  const { code, stopReason, error, words } = outcome;
  Deno.test(`optimize ends, saves and can be resumed when the ${place} ${way}`, async () => {
    const cwd = await tempDir();
    await Deno.writeTextFile(join(cwd, "task.ts"), misbehavingTask(place, way));
    const end = await opto(
      [
        "optimize",
        "task.ts",
        "--run-dir=run",
        "--steps=2",
        "--json",
        "--seed=1",
        "--proposals=2",
        ...limits[way] ?? [],
      ],
      { cwd },
    );
    assertEquals([end.code, end.orphans], [code, []], end.stderr);
    const finished = lastOf(end);
    assertEquals([finished.type, finished.stopReason, finished.error?.code], [
      "finished",
      stopReason,
      error,
    ]);
    const log = readEventLog(join(cwd, "run/events.jsonl"));
    assertEquals(JSON.parse(JSON.stringify(log.at(-1))), finished);
    assertEquals(log.filter(({ type }) => type === "finished").length, 1);
    assertEquals(end.stdout.trimEnd().split("\n").length, log.length);
    if (words) assertMatch(end.stderr + end.stdout, words);
    if (error) assertMatch(end.stderr, /To continue: deno run -A \S+ resume run/);
    assert((await Deno.readTextFile(join(cwd, "run/report.html"))).length > 1000);
    for (const code of ["\x1b", "\x07"]) assert(!(end.stdout + end.stderr).includes(code));
    if (way === "prints") assertStringIncludes(end.stderr, "\\u001b[31mred\\u0007");

    if (isFirst(outcome)) await resumeByCommand(cwd);
    else await resumeHere(cwd);
    assert(hasWhole(readEventLog(join(cwd, "run/events.jsonl"))));
  });
}

/** Whether no case before ends in the same way. */
function isFirst({ stopReason, error }: Outcome): boolean {
  const key = `${stopReason} ${error}`;
  return !ends.has(key) && ends.add(key) !== undefined;
}

async function resumeByCommand(cwd: string): Promise<void> {
  const calm = ["--json", "--budget-seconds=60", "--steps=3"];
  const end = await opto(["resume", "run", ...calm], { cwd, env: { CALM: "1" } });
  assertEquals([end.code, lastOf(end).stopReason], [0, "steps"], end.stderr);
}

/** As the command does it, without its two processes. */
async function resumeHere(cwd: string): Promise<void> {
  Deno.env.set("CALM", "1"); // the command gets none of this environment
  const { task, url } = await loadTask(join(cwd, "task.ts"));
  const { stopReason } = await executeTask(task, {
    runDir: join(cwd, "run"),
    resume: true,
    taskSource: url,
    budget: { seconds: 60 },
    steps: 3,
  }).result;
  assertEquals(stopReason, "steps");
}

/** Whether each part of a log ends once. */
function hasWhole(log: readonly RunEvent[]): boolean {
  const ends = log.flatMap(({ type }, index) => type === "finished" ? [index] : []);
  return ends.length === 2 && log[ends[0]! + 1]?.type === "resumed" && ends[1] === log.length - 1;
}
