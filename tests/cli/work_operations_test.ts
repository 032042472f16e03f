/** What an operator sees of a worker: metrics, structured logs, and spans that link to the request of the job. */
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { join } from "node:path";
import { createClient } from "../../src/client/client.ts";
import { postgresTest } from "../support/postgres.ts";
import { collectSpans } from "../support/span_collector.ts";
import { tempDir } from "../support/temp_dir.ts";
import { libraryUrl, startOpto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";

const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three",
  agent: () => {
    const factor = parameter(1, { name: "factor" });
    return { factor, forward: (x: number) => factor.mul(x) };
  },
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected = 0 }, output) => -Math.abs(Number(output) - Number(expected)) || 0,
});
`;

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const token = "a token of the operator";

postgresTest(
  "a worker serves metrics of its runs, writes its log as JSON, and links their spans to the request",
  async (postgres) => {
    const cwd = await tempDir();
    const module = join(cwd, "three.ts");
    await Deno.writeTextFile(module, task);
    await using collector = collectSpans();
    const url = await postgres.newDatabase();
    const env = { OPTO_DATABASE: url, TMPDIR: cwd };
    const server = startOpto(
      ["serve", "--task", module, "--concurrency", "0", "--port", "0"],
      { cwd, env },
    );
    const address = await server.until(/listens on (http:\S+)/);
    const worker = startOpto(
      ["work", "--task", module, "--log", "json", "--metrics-port", "0"],
      { cwd, env: { ...env, ...collector.env, OPTO_TOKEN: token } },
    );
    const metricsUrl = await worker.until(/"metrics":"(http:[^"]+)"/);

    const answer = await fetch(new URL("v1/jobs", address), {
      method: "POST",
      headers: { "content-type": "application/json", traceparent: `00-${traceId}-${spanId}-01` },
      body: JSON.stringify({ task: "three", options: { steps: 3, seed: 1 } }),
    });
    const { id, traceParent } = await answer.json();
    assertEquals(traceParent, `00-${traceId}-${spanId}-01`);
    const { state, result } = await createClient(address).wait(id);
    assertEquals(state, "done");

    const headers = { authorization: `Bearer ${token}` };
    const statusOf = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(new URL(path, metricsUrl), init);
      await response.body?.cancel();
      return response.status;
    };
    assertEquals([await statusOf("/metrics"), await statusOf("/healthz")], [401, 200]);
    assertEquals([
      await statusOf("/v1/jobs", { headers }),
      await statusOf("/healthz", { method: "POST" }),
    ], [404, 405]);
    const text = await (await fetch(metricsUrl, { headers })).text();
    assertMatch(text, new RegExp(`^opto_evaluations_total ${result?.evaluations}$`, "m"));
    assertMatch(text, /^opto_faults_total\{kind="run-failed"\} 0$/m);
    assertFalse(text.includes("opto_jobs{"), "the servers tell of jobs by state");

    worker.kill("SIGTERM");
    server.kill("SIGTERM");
    const [end] = await Promise.all([worker.end, server.end]);
    assertEquals([end.code, end.orphans], [0, []]);
    const lines = end.stdout.trim().split("\n").map((line) => JSON.parse(line));
    const events = lines.map(({ event }) => event).filter((event) => event !== "note");
    assertEquals(events, ["working", "job-running", "job-done", "stopping", "stopped"]);
    assert(lines.every(({ time, level }) => typeof time === "string" && level === "info"));

    const runs = collector.spans.filter(({ name }) => name === "opto.run");
    assertEquals(
      runs.map(({ links = [] }) => links.map(({ traceId, spanId }) => [traceId, spanId])),
      [
        [[traceId, spanId]],
      ],
    );
    const [run] = runs;
    assert(run !== undefined && run.traceId !== traceId);
    const steps = collector.spans.filter(({ name }) => name === "opto.step");
    assertEquals(steps.map(({ parentSpanId }) => parentSpanId), [
      run.spanId,
      run.spanId,
      run.spanId,
    ]);
  },
);

Deno.test("work refuses to show metrics to other machines without a token, and another form of the log", async () => {
  const database = "postgres://opto:secret@127.0.0.1:1/jobs";
  const args = ["work", "--task", "examples/quickstart.ts", "--database", database];
  const open = await optoHere([...args, "--metrics-port", "0", "--metrics-host", "0.0.0.0"]);
  assertEquals(open.code, 2);
  assertMatch(open.stderr, /Cannot listen on "0.0.0.0" for other machines: received no token/);
  const form = await optoHere([...args, "--log", "xml"]);
  assertEquals(form.code, 2);
  assertMatch(form.stderr, /expected text or json/);
});
