/**
 * A server as a process of its own, which prints its port: `open_server.ts LIMITS`, with the limits as JSON.
 *
 * @module
 */
import { startJobServer } from "../../../src/server/job_server.ts";
import { serverLimits } from "../../../src/server/limits.ts";

const server = await startJobServer({
  offer: { tasks: [{ name: "pack" }], models: [] },
  dataDir: await Deno.makeTempDir({ prefix: "opto-test-" }),
  hostname: "127.0.0.1",
  port: 0,
  limits: serverLimits(JSON.parse(Deno.args[0] ?? "{}")),
  makeRunJob: () => () => new Promise(() => {}),
  onError: (error) => console.error(String(error)),
});
console.log(new URL(server.url).port);
