import { assert, assertRejects } from "@std/assert";
import { TaskError } from "../../mod.ts";
import { StrangerProcess } from "../../src/untrusted/stranger_process.ts";
import { taskLimits } from "../../src/untrusted/task_limits.ts";
import { taskText } from "./opened_task.ts";

Deno.test("a stranger's process that waits for ever without using a processor is ended", async () => {
  const nothing = () => Promise.reject(new Error("nothing is answered"));
  await using process = await StrangerProcess.start(taskLimits(), nothing, { silenceMs: 400 });
  const asleep = taskText("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);");
  const source = { files: { "task.ts": asleep }, entry: "task.ts" };
  const error = await assertRejects(
    () => process.ask("load", source, { deadlineMs: 600_000 }),
    TaskError,
    "did not give its thread back",
  );
  assert(error.advice?.includes("endless loop"));
});

Deno.test("starting a stranger's process is not charged as processor time of its task", async () => {
  const nothing = () => Promise.reject(new Error("nothing is answered"));
  await using process = await StrangerProcess.start(taskLimits({ processorMs: 50 }), nothing);
  await process.ask("ready", null, { deadlineMs: 60_000 });
});
