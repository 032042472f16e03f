import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { GivenLimits } from "../../../src/server/limits.ts";
import { connect, exchange, type RawClient } from "./raw_client.ts";

const server = fileURLToPath(new URL("open_server.ts", import.meta.url));
const config = fileURLToPath(new URL("../../../deno.json", import.meta.url));
const hasUlimit = Deno.build.os !== "windows";

/** Serves in a process of 256 descriptors, and opens 400 connections that send half of a head. */
async function besiege(limits: GivenLimits): Promise<{ answers: string[]; errors: string }> {
  const run = ["run", "-A", "--no-check", "--config", config, server, JSON.stringify(limits)];
  const child = new Deno.Command("sh", {
    args: ["-c", 'ulimit -n 256; exec "$0" "$@"', Deno.execPath(), ...run],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = Number((await lines.read()).value);
  const clients: RawClient[] = [];
  for (let i = 0; i < 400; i++) {
    const client = await connect(port);
    clients.push(client);
    await client.send("GET /healthz HTTP/1.1\r\nHost: loc").catch(() => {}); // it may be cut by now
  }
  const get = async (path: string) => {
    const head = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const answer = await exchange(port, head);
    return /\{.*\}/.exec(answer)?.[0] ?? answer;
  };
  const answers: string[] = [];
  for (let i = 0; i < 3; i++) answers.push(await get("/healthz"));
  for (const client of clients) client[Symbol.dispose]();
  answers.push(await get("/v1/jobs"));
  child.kill("SIGKILL");
  await child.status;
  await lines.cancel();
  return { answers, errors: await errors };
}

const answers = [...Array(3).fill('{"status":"ok"}'), '{"jobs":[]}'];

Deno.test({
  name: "a server whose descriptors run out answers others, and goes on",
  ignore: !hasUlimit,
  async fn() {
    const besieged = await besiege({ maxConnections: 10_000 });
    assertEquals(besieged.answers, answers);
    assertStringIncludes(besieged.errors, "Cannot accept a connection: Too many open files");
  },
});

Deno.test({
  name: "a server leaves half of its descriptors to its jobs",
  ignore: Deno.build.os !== "linux",
  async fn() {
    assertEquals(await besiege({}), { answers, errors: "" });
  },
});
