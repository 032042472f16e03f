import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { TaskError } from "../../mod.ts";
import { servedTasks } from "../../src/jobs/served_tasks.ts";

async function withModule(text: string, use: (url: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "opto-test-" });
  try {
    const path = join(folder, "task.ts");
    await Deno.writeTextFile(path, text);
    await use(pathToFileURL(path).href);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const text of ["for (;;) {}", "await new Promise(() => setInterval(() => {}, 1e6));"]) {
  Deno.test(`servedTasks() gives up a module that does not load: ${text}`, async () => {
    await withModule(text, async (url) => {
      await assertRejects(
        () => servedTasks([url], [], { loadMs: 500 }),
        TaskError,
        `Cannot offer "${url}": it did not load within 0.5 s`,
      );
    });
  });
}

Deno.test("servedTasks() gives up when its signal is aborted, with the reason of the signal", async () => {
  await withModule("for (;;) {}", async (url) => {
    const reason = new Error("Ctrl-C");
    const error = await assertRejects(() =>
      servedTasks([url], [], { signal: AbortSignal.abort(reason) })
    );
    assertEquals(error, reason);
  });
});
