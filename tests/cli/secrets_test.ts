/** No secret of a server stands in anything that it leaves behind or answers. */
import { assert, assertEquals, assertFalse } from "@std/assert";
import { join } from "node:path";
import { createClient } from "../../src/client/client.ts";
import { startOpenAiServer } from "../support/openai_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { libraryUrl, opto, startOpto } from "./opto_command.ts";

const task = `import { defineTask, trainable } from "${libraryUrl}";
export default defineTask({
  name: "double",
  agent: () => trainable(function double(n: number): number { return n; }),
  examples: { train: [{ input: 1, expected: 2 }] },
  guide: ({ expected }, output) => output === expected ? 1 : 0,
});
`;

Deno.test("no token, key or password stands in a log, event, report, answer, error or metric", async () => {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const created = await opto(["token", "create", "--id", "ann", "--tokens", "tokens"], { cwd });
  const secrets = {
    ofHolder: created.stdout.trim(),
    ofOperator: "planted-operator-4711",
    key: "planted-key-4711",
    ofModel: "planted-of-model-4711",
    password: "planted-password-4711",
    guess: "planted-guess-4711",
  };
  // A server that repeats the key in its refusal, as some do.
  await using model = startOpenAiServer(({ headers }) => ({
    status: 401,
    error: { message: `Incorrect API key provided: ${headers.get("authorization")}` },
  }));
  const server = startOpto(
    [
      ...["serve", "--task", "task.ts", "--port", "0", "--tokens", "tokens", "--verbose"],
      ...["--model", "m", "--base-url", model.baseUrl.replace("//", `//user:${secrets.ofModel}@`)],
    ],
    {
      cwd,
      env: {
        OPTO_TOKEN: secrets.ofOperator,
        OPENAI_API_KEY: secrets.key,
        DATABASE_URL: `postgres://opto:${secrets.password}@127.0.0.1:1/opto`,
      },
    },
  );
  const url = await server.until(/listens on (http:\S+)/);
  const client = createClient(url, { token: secrets.ofHolder });
  const { id } = await client.createJob({
    task: "double",
    options: { model: "m", steps: 2, budget: { seconds: 20 } },
  });
  const job = await client.wait(id);
  assert(model.calls.length > 0);
  await Deno.writeTextFile(join(cwd, "tokens"), `{"token":"${secrets.ofHolder}"}`);
  const left: string[] = [JSON.stringify(job)];
  for (const token of [secrets.ofHolder, secrets.ofOperator, secrets.guess]) {
    const headers = { authorization: `Bearer ${token}`, cookie: `opto_token=${token}` };
    for (const path of paths(id)) {
      const response = await fetch(new URL(path, url), { headers });
      left.push(JSON.stringify([...response.headers]), await response.text());
    }
  }
  server.kill("SIGTERM");
  const end = await server.end;
  assertEquals(end.code, 0);
  left.push(end.stdout, end.stderr);
  for await (const path of filesIn(join(cwd, "opto-data"))) {
    left.push(path, new TextDecoder("latin1").decode(await Deno.readFile(path)));
  }
  assert(left.some((text) => text.includes("Incorrect API key provided")));
  for (const [name, secret] of Object.entries(secrets)) {
    const where = left.find((text) => text.includes(secret));
    assertFalse(where !== undefined, `${name} in: ${where?.slice(0, 2000)}`);
  }
});

function paths(id: string): readonly string[] {
  const job = `v1/jobs/${id}`;
  return [
    ...["", "healthz", "readyz", "metrics", "openapi.json", "v1/tasks", "v1/jobs", "nowhere"],
    ...[job, `${job}/events`, `${job}/best`, `${job}/report`, "v1/jobs?limit=x"],
    ...["", "/candidates", "/outputs", "/trace", "/faults", "/log"].map((p) => `jobs/${id}${p}`),
  ];
}

async function* filesIn(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) yield* filesIn(path);
    else yield path;
  }
}
