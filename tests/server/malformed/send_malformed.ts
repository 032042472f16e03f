/**
 * Sends malformed requests over TCP to a real server, and judges each answer.
 *
 * @module
 */
import type { FinishedEvent } from "../../../src/trainer/event.ts";
import { startJobServer } from "../../../src/server/job_server.ts";
import { serverLimits } from "../../../src/server/limits.ts";
import { sampleRun } from "../../support/sample_run.ts";
import { malformedRequest } from "./malformed_request.ts";

/** Connections at the same time. */
const width = 64;

/** Time for a head and a body: a request that is shorter than it says ends by it. */
const patienceMs = 2000;

/** Tries: a server that closes while bytes are still on their way may cut its own answer off. */
const maxTries = 5;

/** What came of the requests. */
export interface MalformedFigures {
  /** Number of answers by status; `none` for connections that were closed without one. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers that are no success and no problem of the client, with the seeds of their requests. */
  readonly faults: readonly string[];
}

/** Sends the requests of the seeds from `first` on. */
export async function sendMalformed(
  { count, first = 0 }: { readonly count: number; readonly first?: number },
): Promise<MalformedFigures> {
  const dataDir = await Deno.makeTempDir({ prefix: "opto-malformed-" });
  try {
    return await sendTo(dataDir, first, first + count);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function sendTo(dataDir: string, first: number, end: number): Promise<MalformedFigures> {
  const faults: string[] = [];
  const statuses: Record<string, number> = {};
  await using server = await startJobServer({
    offer: { tasks: [{ name: "pack" }], models: [] },
    hostname: "127.0.0.1",
    port: 0,
    limits: serverLimits({ maxQueued: 1_000_000, headMs: patienceMs, bodyMs: patienceMs }),
    dataDir,
    makeRunJob: (events) => async ({ id }) => {
      await Deno.mkdir(events.runDir(id), { recursive: true });
      const log = sampleRun();
      const text = log.map((event) => `${JSON.stringify(event)}\n`).join("");
      await Deno.writeTextFile(events.logPath(id), text);
      return log.at(-1) as FinishedEvent; // as: its last event is this one
    },
    onError: (error) => faults.push(`reported: ${error instanceof Error ? error.stack : error}`),
  });
  const { id } = await createJob(server.url);
  const port = Number(new URL(server.url).port);
  let seed = first;
  await Promise.all(Array.from({ length: width }, async () => {
    while (seed < end) {
      const own = seed++;
      const request = malformedRequest(own, id);
      let answer = "";
      for (let i = 0; i < maxTries && answer === ""; i++) answer = await exchange(port, request);
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? "none";
      statuses[status] = (statuses[status] ?? 0) + 1;
      const fault = faultOf(request, answer);
      if (fault !== undefined) {
        faults.push(`seed ${own}: ${fault}: ${JSON.stringify(request.slice(0, 300))}`);
      }
    }
  }));
  const alive = await fetch(new URL("v1/jobs?limit=1", server.url));
  if (!alive.ok || (await alive.json()).jobs.length !== 1) {
    faults.push("the server has no jobs left");
  }
  return { statuses, faults };
}

async function createJob(url: string): Promise<{ readonly id: string }> {
  const headers = { "content-type": "application/json" };
  const body = '{"task":"pack"}';
  const job = await (await fetch(`${url}v1/jobs`, { method: "POST", headers, body })).json();
  for await (const _part of (await fetch(`${url}v1/jobs/${job.id}/events`)).body ?? []); // until its end
  return job;
}

/** Sends bytes and reads until the server closes. */
async function exchange(port: number, request: string): Promise<string> {
  using connection = await Deno.connect({ port, hostname: "127.0.0.1" });
  const bytes = Uint8Array.from(request, (character) => character.charCodeAt(0));
  const sent = (async () => {
    for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  })().catch(() => {}); // the server may refuse before all is sent
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let answer = "";
  while (true) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) break;
    answer += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  await sent;
  return answer;
}

/** What is wrong with an answer; undefined when it is a success, or a problem that names the client's fault. */
function faultOf(request: string, answer: string): string | undefined {
  if (answer === "") return "no answer";
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
  if (status >= 200 && status < 300) return undefined;
  if (status === 100) return faultOf(request, answer.slice(answer.indexOf("\r\n\r\n") + 4));
  if (!(status >= 400 && status < 500)) return `status ${status}`;
  const isForm = status === 401 && answer.includes("<form");
  if (isForm || request.startsWith("HEAD ")) return undefined;
  if (!/^content-type: application\/problem\+json$/im.test(answer)) return "no problem document";
  const text = /\{.*\}/s.exec(answer)?.[0] ?? "";
  try {
    const { type, title, status: named } = JSON.parse(text);
    if (named !== status || !/^urn:opto:problem:/.test(type) || !title) return `problem ${text}`;
  } catch {
    return `no JSON: ${text}`;
  }
}
