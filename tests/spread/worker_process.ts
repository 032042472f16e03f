/**
 * A worker as `work` starts it: `deno run -A worker_process.ts URL SLOTS NAME=FILE…`. It prints its notes.
 *
 * @module
 */
import { openBatches } from "../../src/spread/open_batches.ts";
import { serveEvaluations } from "../../src/supervise/evaluation_workers.ts";

const [database = "", slots = "1", ...tasks] = Deno.args;
const ending = new AbortController();
Deno.addSignalListener("SIGTERM", () => ending.abort());
await using queue = await openBatches(database, "opto work");
console.log("ready");
await serveEvaluations({
  queue,
  database,
  slots: Number(slots),
  tasks: new Map(tasks.map((task) => task.split("=") as [string, string])), // as: two parts
  signal: ending.signal,
  onNote: (note) => console.log(note),
});
