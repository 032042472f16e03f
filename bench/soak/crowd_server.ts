/**
 * A server whose jobs run in processes of their own, as a process: writes its address.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { startServer } from "../../src/server/serve.ts";

const dataDir = await Deno.makeTempDir();
const server = await startServer({
  tasks: [fileURLToPath(new URL("crowd_task.ts", import.meta.url))],
  dataDir,
  port: 0,
  concurrency: 2,
  limits: { maxQueued: 200 },
  onError: (error) => console.error(error),
});
console.log(server.url);
for await (const _chunk of Deno.stdin.readable);
await server[Symbol.asyncDispose]();
await Deno.remove(dataDir, { recursive: true });
