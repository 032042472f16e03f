/** Ctrl-C and the death of the supervisor, while the code of a task waits or blocks for ever. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { type CommandEnd, lastEvent, opto } from "../cli/opto_command.ts";
import { misbehavingTask, type Way } from "../support/misbehaving_task.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Starts a run and acts once its task is at work for ever. */
async function interrupted(
  way: Way,
  act: (child: Deno.ChildProcess) => void,
): Promise<CommandEnd & { readonly cwd: string }> {
  const cwd = await tempDir();
  const source = misbehavingTask("guide", way)
    .replace("await new Promise", "console.log('waits now'); await new Promise");
  await Deno.writeTextFile(join(cwd, "task.ts"), source);
  let hasActed = false;
  const end = await opto(["optimize", "task.ts", "--run-dir=run", "--steps=2"], {
    cwd,
    onOutput(text, child) {
      if (hasActed || !/(waits|blocks) now/.test(text)) return;
      hasActed = true;
      act(child);
    },
  });
  return { ...end, cwd };
}

for (const [way, code] of [["never", undefined], ["blocks", "TASK_BLOCKED"]] as const) {
  Deno.test(`the first Ctrl-C ends and saves a run whose guide ${way === "never" ? "waits for ever" : way}`, async () => {
    // A terminal sends it to the whole group.
    const end = await interrupted(way, (child) => Deno.kill(-child.pid, "SIGINT"));
    assertEquals([end.code, end.orphans], [130, []], end.stderr);
    assertMatch(end.stdout, /Stopping and saving\.[^]*opto|resume run/);
    const log = readEventLog(join(end.cwd, "run/events.jsonl"));
    const finished = log.at(-1);
    assert(finished?.type === "finished");
    assertEquals([finished.stopReason, finished.error?.code], ["interrupted", code]);
    const again = await opto(["resume", "run", "--json"], { cwd: end.cwd, env: { CALM: "1" } });
    assertEquals([again.code, lastEvent(again).stopReason], [0, "steps"], again.stderr);
  });

  Deno.test(`nothing outlives the killed supervisor of a guide that ${way === "never" ? "waits for ever" : way}`, async () => {
    const { code, orphans } = await interrupted(way, (child) => child.kill("SIGKILL"));
    assertEquals([code, orphans], [137, []]);
  });
}

Deno.test("a task that the system kills ends its run as failed, and is saved", async () => {
  const end = await interrupted("never", (child) => {
    for (const pid of childrenOf(child.pid)) Deno.kill(pid, "SIGKILL");
  });
  assertEquals([end.code, end.orphans], [1, []], end.stdout);
  assertMatch(end.stderr, /was ended by SIGKILL before its run did[^]*memory[^]*resume run/);
});

function childrenOf(parent: number): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    try {
      const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
    } catch {
      return false; // no process, or it has ended
    }
  });
}

Deno.test("the task's process has the permissions of the command, and no more", async () => {
  const cwd = await tempDir();
  const tries = `for (const act of [
    () => Deno.writeTextFileSync("here.txt", ""), () => new Deno.Command("ls").outputSync(), () => Deno.hostname(),
  ]) try { act(); console.log("may"); } catch (error) { console.log(error.name); }`;
  const source = misbehavingTask("guide", "throws").replace(
    "throw new Error('late words');",
    tries,
  );
  await Deno.writeTextFile(join(cwd, "task.ts"), source);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-prompt", "--allow-read", "--allow-write=opto-runs"]
      .concat("--allow-run=/bin/sh", "--allow-env", new URL("../../mod.ts", import.meta.url).href)
      .concat("optimize", "task.ts", "--steps=1", "--quiet"),
    cwd,
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(code, 0, err);
  assertMatch(out ?? "", /Done/);
  assertMatch(err ?? "", /^NotCapable\nNotCapable\nNotCapable$/m);
  assertEquals(err?.includes("may"), false);
});
