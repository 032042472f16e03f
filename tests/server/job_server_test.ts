import { assert, assertEquals, assertRejects } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { type JobServerOptions, type Server, startJobServer } from "../../src/server/job_server.ts";
import { serverLimits } from "../../src/server/limits.ts";
import { tempDir } from "../support/temp_dir.ts";

function start(options: Partial<JobServerOptions> & { readonly dataDir: string }): Promise<Server> {
  return startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits(),
    makeRunJob: () => (_, { signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    ...options,
  });
}

Deno.test("startJobServer() refuses to listen beyond this machine without a token of 16 characters", async () => {
  const dataDir = await tempDir();
  for (const hostname of ["0.0.0.0", "::", "192.0.2.1", "example.com"]) {
    await assertRejects(() => start({ dataDir, hostname }), UsageError, "no token");
    await assertRejects(() => start({ dataDir, hostname, token: "short" }), UsageError, "16");
  }
});

Deno.test("startJobServer() refuses a token that no header can carry, without showing it", async () => {
  const dataDir = await tempDir();
  const secrets = [
    "",
    " of-twenty-letters-x",
    "of-twenty-letters-x\n",
    "öf-twenty-letters-xx",
    "a\0b",
  ];
  for (const token of secrets) {
    const { message } = await assertRejects(() => start({ dataDir, token }), UsageError, "token");
    assert(token === "" || !message.includes(token));
  }
  await using _server = await start({ dataDir, token: "two words, and ~punctuation" });
});

Deno.test("startJobServer() gives a data directory to one server at a time", async () => {
  const dataDir = await tempDir();
  {
    await using _first = await start({ dataDir });
    await assertRejects(() => start({ dataDir }), UsageError, "another process");
  }
  await using _second = await start({ dataDir });
});

Deno.test("startJobServer() reports an unusable directory or port", async () => {
  const dataDir = await tempDir();
  await Deno.writeTextFile(`${dataDir}/file`, "");
  await assertRejects(() => start({ dataDir: `${dataDir}/file` }), UsageError, "data directory");
  await using server = await start({ dataDir });
  const port = Number(new URL(server.url).port);
  await assertRejects(() => start({ dataDir: `${dataDir}/other`, port }), UsageError, "listen");
});

Deno.test("a server that closes ends open streams and puts running jobs back", async () => {
  const dataDir = await tempDir();
  let id: string;
  {
    await using server = await start({ dataDir });
    const response = await fetch(`${server.url}v1/jobs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"task":"pack"}`,
    });
    ({ id } = await response.json());
    const stream = await fetch(`${server.url}v1/jobs/${id}/events`);
    assertEquals(stream.status, 200);
    queueMicrotask(() => void stream.text());
  }
  await using again = await start({ dataDir });
  const { state } = await (await fetch(`${again.url}v1/jobs/${id}`)).json();
  assert(state === "running" || state === "queued", state);
});
