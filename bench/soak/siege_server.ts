/**
 * The server of the siege, in a process of its own: `siege_server.ts LIMITS` prints its address. Each job's log has 20 MB of
 * events at once, then one event every 50 ms.
 *
 * @module
 */
import { startJobServer } from "../../src/server/job_server.ts";
import { serverLimits } from "../../src/server/limits.ts";

const line = `${JSON.stringify({ type: "warning", message: "x".repeat(2_000) })}\n`;

const server = await startJobServer({
  offer: { tasks: [{ name: "besieged" }], models: [] },
  dataDir: await Deno.makeTempDir({ prefix: "opto-siege-" }),
  hostname: "127.0.0.1",
  port: 0,
  limits: serverLimits(JSON.parse(Deno.args[0] ?? "{}")),
  makeRunJob: (events) => async (job, { signal }) => {
    await Deno.mkdir(events.runDir(job.id), { recursive: true });
    await Deno.writeTextFile(events.logPath(job.id), line.repeat(10_000));
    while (!signal.aborted) {
      await Deno.writeTextFile(events.logPath(job.id), line, { append: true });
      events.notify(job.id);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw signal.reason;
  },
  onError: (error) => console.error(String(error)),
});
console.log(server.url);
