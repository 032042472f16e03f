import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { UsageError } from "../../src/errors.ts";
import { backUp } from "../../src/jobs/back_up.ts";
import { readSse, serveApp } from "../server/served_app.ts";
import { sampleRun } from "../support/sample_run.ts";
import { diskTest } from "../support/small_disk.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("backUp() copies a server in mid-job; a server over the copy shows the ended jobs and ends the others", async () => {
  const copy = `${await tempDir()}/copy`;
  const half = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  const ids = { done: "", running: "", queued: "" };
  {
    await using served = await serveApp({
      beforeEach: async (index) => {
        if (index === 0) runs++;
        if (runs < 2 || index < 5) return;
        half.resolve();
        await gate.promise;
      },
    });
    ids.done = (await served.ask({ task: "pack", name: "first" })).id;
    await served.until(ids.done, "done");
    ids.running = (await served.ask({ task: "pack" })).id;
    ids.queued = (await served.ask({ task: "pack" })).id;
    await half.promise;
    assertEquals(await backUp(served.directory, copy), { jobs: 3, files: 2 });
    await assertRejects(() => backUp(served.directory, copy), UsageError, "it holds");
    gate.resolve();
    await served.until(ids.queued, "done");
  }
  // A crash would tear the last line that was copied; whole lines come before it.
  await using restored = await serveApp({ directory: copy, sampleRun: sampleRun().slice(5) });
  for (const id of [ids.running, ids.queued]) await restored.until(id, "done");
  const first = await restored.store.get(ids.done);
  assertEquals([first?.name, first?.state, first?.result?.evaluations], ["first", "done", 58]);
  const types = async (id: string) =>
    (await readSse(await restored.app.request(`/v1/jobs/${id}/events`))).map(({ event }) => event);
  const whole = [...sampleRun().map(({ type }) => type as string), "end"];
  assertEquals(await types(ids.done), whole);
  assertEquals(await types(ids.running), whole);
  assert((await restored.store.get(ids.running))?.attempts === 2);
});

Deno.test("backUp() says what it cannot read or write, and leaves nothing that looks like a backup", async () => {
  const dir = await tempDir();
  const none = join(dir, "none");
  const text = join(dir, "text");
  await Deno.mkdir(text);
  await Deno.writeTextFile(join(text, "jobs.sqlite"), "no store");
  for (const [data, target] of [[none, join(dir, "a")], [text, join(dir, "b")]] as const) {
    const message = `Cannot back up "${data}" to "${target}": `;
    await assertRejects(() => backUp(data, target), UsageError, message);
    assertEquals(await namesIn(target), []);
  }
  const file = join(dir, "file");
  await Deno.writeTextFile(file, "");
  await assertRejects(() => backUp(none, file), UsageError, "Cannot back up");
  await assertRejects(() => backUp(none, ""), UsageError, "Cannot back up");
});

diskTest(
  "backUp() onto a disk that fills up leaves nothing, and copies when there is room again",
  async (disk) => {
    await using served = await serveApp();
    for (let i = 0; i < 8; i++) {
      const { id } = await served.ask({ task: "pack" });
      await served.until(id, "done");
      await Deno.writeFile(join(served.events.runDir(id), "large"), new Uint8Array(100_000));
    }
    const target = join(disk.path, "copy");
    await assertRejects(() => backUp(served.directory, target), UsageError, "No space left");
    assertEquals(await namesIn(target), []);
    const large = (await Array.fromAsync(Deno.readDir(served.events.directory))).slice(3);
    for (const { name } of large) await Deno.remove(join(served.events.runDir(name), "large"));
    assertEquals((await backUp(served.directory, target)).jobs, 8);
    assertEquals(await namesIn(target), ["jobs.sqlite", "runs"]);
  },
);

async function namesIn(path: string): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name).toSorted();
}
