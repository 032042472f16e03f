import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { Validator } from "@seriousme/openapi-schema-validator";
import { defineTask, parameter } from "../../mod.ts";
import { problemNames } from "../../src/server/problem.ts";
import { startServer } from "../../src/server/serve.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";
import {
  type ApiDocument,
  apiDocument,
  type Operation,
  operationsOf,
  resolve,
  schemaOf,
  validatorOf,
} from "./api_document.ts";
import { jsonPost, readSse, serveApp } from "./served_app.ts";

Deno.test("GET /openapi.json describes every route of the documentation, each under a name of its own", async () => {
  await using served = await serveApp();
  const operations = operationsOf(await apiDocument(served));
  assertEquals(
    operations.map(({ operation, method, path }) => `${operation.operationId} ${method} ${path}`),
    [
      "getHealth get /healthz",
      "getReadiness get /readyz",
      "getMetrics get /metrics",
      "listTasks get /v1/tasks",
      "createJob post /v1/jobs",
      "listJobs get /v1/jobs",
      "getJob get /v1/jobs/{id}",
      "cancelJob delete /v1/jobs/{id}",
      "getSpending get /v1/spending",
      "streamEvents get /v1/jobs/{id}/events",
      "addFeedback post /v1/jobs/{id}/feedback",
      "getBest get /v1/jobs/{id}/best",
      "getReport get /v1/jobs/{id}/report",
      "getApiDocument get /openapi.json",
    ],
  );
  const text = await Deno.readTextFile(new URL("../../docs/endpoint.md", import.meta.url));
  for (const { method, path } of operations) {
    const written = path.replace("{id}", "ID");
    const row = text.split("\n").find((line) =>
      line.startsWith("| `") && line.includes(method.toUpperCase()) &&
      new RegExp(`[ \`]${written}[?\`]`).test(line)
    );
    assert(row !== undefined, `docs/endpoint.md lacks ${method} ${path}`);
  }
});

Deno.test("GET /openapi.json is a document of OpenAPI 3.1 in which every reference names something", async () => {
  await using served = await serveApp();
  const document = await apiDocument(served);
  assertEquals([document.openapi, document.info.title], ["3.1.0", "Opto"]);
  JSON.stringify(document, (key, value) => {
    if (key === "$ref") resolve(document, value);
    return value;
  });
  for (const requirement of document.security) {
    for (const name of Object.keys(requirement)) {
      assert(name in document.components.securitySchemes, name);
    }
  }
  const ids = new Set<string>();
  for (const { path, operation } of operationsOf(document)) {
    const { operationId, summary, parameters = [], responses } = operation;
    assertMatch(operationId, /^[a-z][A-Za-z]+$/);
    assertFalse(ids.has(operationId), operationId);
    ids.add(operationId);
    assert(summary.length > 0);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    assertEquals(parameters.filter((one) => one.in === "path").map(({ name }) => name), inPath);
    assert(Object.keys(responses).some((status) => /^2\d\d$/.test(status)), operationId);
    for (const [status, { description, content = {} }] of Object.entries(responses)) {
      assertMatch(status, /^([1-5]\d\d|default)$/);
      assert(description.length > 0);
      if (!/^2/.test(status)) assertEquals(Object.keys(content), ["application/problem+json"]);
      for (const { schema, example, examples = {} } of Object.values(content)) {
        const all = Object.values(examples).map(({ value }) => value);
        for (const value of example === undefined ? all : [example, ...all]) {
          assertEquals(validatorOf(document, schema)(value), [], `${operationId} ${status}`);
        }
      }
    }
  }
});

Deno.test("GET /openapi.json is valid by the schema of OpenAPI 3.1", async () => {
  await using served = await serveApp();
  const text = await (await served.app.request("/openapi.json")).text();
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(text));
  assertEquals([valid, errors ?? [], validator.version], [true, [], "3.1"]);
  assertFalse((await validator.validate({ openapi: "3.1.0", paths: {} })).valid);
});

Deno.test("GET /openapi.json names the scope of every route, and its refusals with their headers", async () => {
  await using served = await serveApp();
  const { security, ...document } = await apiDocument(served);
  const open = ["getHealth", "getReadiness", "getApiDocument"];
  for (const { operation } of operationsOf({ security, ...document })) {
    const { operationId, security: own, responses } = operation;
    if (open.includes(operationId)) {
      assertEquals(own, [], operationId);
      continue;
    }
    const [bearer, cookie, none] = own ?? security;
    assertEquals([Object.keys(bearer ?? {}), Object.keys(cookie ?? {}), none], [
      ["bearer"],
      ["cookie"],
      {},
    ]);
    const isAny = operationId === "listTasks";
    assertEquals(bearer?.bearer?.length, isAny ? 0 : 1, operationId);
    for (const [status, header] of headersOfProblems) {
      assertEquals(Object.keys(responses[status]?.headers ?? {}), [header], operationId);
    }
  }
});

Deno.test("GET /openapi.json asks for exactly one of task and source", async () => {
  await using served = await serveApp();
  const { JobRequest } = (await apiDocument(served)).components.schemas;
  assertEquals(JobRequest?.oneOf, [{ required: ["task"] }, { required: ["source"] }]);
});

/** The header that every problem of a status has. */
const headersOfProblems = [
  [401, "www-authenticate"],
  [403, "www-authenticate"],
  [429, "retry-after"],
] as const;

Deno.test("GET /openapi.json names every problem that belongs to a route", async () => {
  await using served = await serveApp();
  const named = operationsOf(await apiDocument(served)).flatMap(({ operation }) =>
    Object.values(operation.responses).flatMap(({ content = {} }) =>
      Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples))
    )
  );
  const ofAnyRoute = new Set([
    ...["bad-request", "bad-host", "bad-form", "not-found", "method-not-allowed", "slow-request"],
    ...["misdirected", "head-too-large", "internal", "connections-full"],
  ]);
  assertEquals(problemNames.filter((name) => !ofAnyRoute.has(name) && !named.includes(name)), []);
});

Deno.test("GET /openapi.json requires only the fields that a request must have", async () => {
  await using served = await serveApp();
  const document = await (await served.app.request("/openapi.json")).json();
  const { JobRequest, Finished } = document.components.schemas;
  assertEquals(JobRequest.required, undefined);
  assertEquals(JobRequest.additionalProperties, false);
  assertEquals(JobRequest.properties.options.required, undefined);
  assertEquals(JobRequest.properties.options.additionalProperties, false);
  assertFalse(Finished.required.includes("error"));
});

Deno.test("every answer of every route is what the document says, with no field besides", async () => {
  const gate = Promise.withResolvers<void>();
  await using served = await serveApp({
    models: ["gpt-5-mini"],
    limits: { maxQueued: 1 },
    beforeEach: () => gate.promise,
  });
  const document = await apiDocument(served);
  const running = await served.ask({ task: "pack", options: { seed: 1, budget: { calls: 3 } } });
  await served.until(running.id, "running");
  const unknown = "/v1/jobs/none";
  const path = `/v1/jobs/${running.id}`;
  const key = { "idempotency-key": '"k"' };
  const body = { task: "pack" };
  const requests: readonly Answered[] = [
    ["getHealth", 200, "/healthz"],
    ["getReadiness", 200, "/readyz"],
    ["listTasks", 200, "/v1/tasks"],
    ["getSpending", 200, "/v1/spending"],
    ["getBest", 404, `${path}/best`],
    ["getReport", 404, `${path}/report`],
    ["createJob", 202, "/v1/jobs", jsonPost(body, key)],
    ["createJob", 200, "/v1/jobs", jsonPost(body, key)],
    ["createJob", 422, "/v1/jobs", jsonPost({ ...body, options: { steps: 2 } }, key)],
    ["createJob", 429, "/v1/jobs", jsonPost(body)],
    ["createJob", 422, "/v1/jobs", jsonPost({ tasks: 1 })],
    ["createJob", 400, "/v1/jobs", jsonPost("{")],
    ["createJob", 400, "/v1/jobs", jsonPost(body, { "idempotency-key": "" })],
    ["createJob", 413, "/v1/jobs", jsonPost("x".repeat(70_000))],
    ["createJob", 415, "/v1/jobs", { method: "POST", body: "{}" }],
    ["createJob", 403, "/v1/jobs", jsonPost({ source: "export default 1" })],
    ["createJob", 403, "/v1/jobs", jsonPost(body, { origin: "http://other.example" })],
    ["listJobs", 200, "/v1/jobs"],
    ["listJobs", 400, "/v1/jobs?limit=0"],
    ["listJobs", 421, "http://other.example/v1/jobs"],
    ["getJob", 404, unknown],
    ["cancelJob", 404, unknown, { method: "DELETE" }],
    ["streamEvents", 404, `${unknown}/events`],
    ["streamEvents", 400, `${path}/events?types=foo`],
    ["streamEvents", 400, `${path}/events`, { headers: { "last-event-id": "x" } }],
    ["cancelJob", 202, path, { method: "DELETE" }],
  ];
  const later: readonly Answered[] = [
    ["getJob", 200, path],
    ["cancelJob", 200, path, { method: "DELETE" }],
    ["listJobs", 200, "/v1/jobs?limit=200"],
  ];
  const check = async ([operationId, status, path, init]: Answered) => {
    const response = await served.app.request(path, init);
    const text = await response.text();
    assertEquals(response.status, status, `${operationId} ${path}: ${text}`);
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const schema = schemaOf(operation(document, operationId), status, type);
    assertEquals(validatorOf(document, schema)(JSON.parse(text)), [], `${operationId} ${status}`);
  };
  for (const request of requests) await check(request);
  gate.resolve();
  await served.until(running.id, "cancelled");
  for (const request of later) await check(request);
  await using done = await serveApp();
  const { id } = await done.ask(body);
  await done.until(id, "done");
  for (const [operationId, path] of [["getBest", "best"], ["getJob", ""]] as const) {
    const answer = await (await done.app.request(`/v1/jobs/${id}/${path}`.replace(/\/$/, "")))
      .json();
    const schema = schemaOf(operation(document, operationId), 200, "application/json");
    assertEquals(validatorOf(document, schema)(answer), [], operationId);
  }
});

Deno.test("every event is what the document says, with no field besides", async () => {
  await using served = await serveApp();
  const document = await apiDocument(served);
  const { RunEvent } = document.components.schemas;
  assert(RunEvent !== undefined);
  const faultsOf = validatorOf(document, RunEvent);
  const sample: unknown[] = JSON.parse(JSON.stringify(sampleRun()));
  for (const event of [...sample, ...await realEvents()]) {
    assertEquals(faultsOf(event), [], JSON.stringify(event));
  }
  assert(faultsOf({ type: "best", step: 1 }).length > 0);
  assert(faultsOf({ type: "other" }).length > 0);
});

type Answered = readonly [operationId: string, status: number, path: string, init?: RequestInit];

function operation(document: ApiDocument, operationId: string): Operation {
  const found = operationsOf(document).find((one) => one.operation.operationId === operationId);
  if (found === undefined) throw new Error(`The document has no operation "${operationId}"`);
  return found.operation;
}

/** The events of a real run, as a stream of the endpoint gives them. */
async function realEvents(): Promise<readonly unknown[]> {
  const task = defineTask({
    name: "tripling",
    agent: () => {
      const factor = parameter(1, { name: "factor" });
      return { factor, forward: (x: number) => factor.mul(x) };
    },
    examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
    guide: ({ expected = 0 }, output) => -Math.abs(Number(output) - expected),
  });
  await using server = await startServer({ tasks: [task], dataDir: await tempDir(), port: 0 });
  const url = new URL("v1/jobs", server.url);
  const job = await (await fetch(url, jsonPost({ task: "tripling", options: { steps: 2 } })))
    .json();
  const events = await readSse(await fetch(`${url}/${job.id}/events`));
  const last = events.at(-1);
  assertEquals([last?.event, (last?.data as { state: string }).state], ["end", "done"]);
  return events.slice(0, -1).map(({ data }) => data);
}
