/**
 * The endpoint with a crowd: two jobs run, 200 are queued at once, and 200 readers wait for events of queued jobs. The latency
 * of one more client is compared with that on an idle server in the same run.
 *
 * @module
 */
import { type Figures, quantile, spread } from "./figures.ts";
import { measure, spawn } from "./siege.ts";

/** Most that the p99 may grow. */
const worstRatio = 3;

/** Most memory that the server may gain between the halves of the measurement. */
const worstGrowthMb = 32;

/** Jobs that run, that wait, that are refused, and readers of events. */
const crowd = { running: 2, queued: 200, refused: 20, readers: 200, readersOfJob: 50 } as const;

/** @param seconds duration of the measurement */
export async function crowded(seconds: number): Promise<Figures> {
  await using idle = await serve();
  await using busy = await serve();
  const faults: string[] = [];
  const expect = (what: string, received: unknown, expected: unknown) => {
    if (received !== expected) faults.push(`${what}: ${received}, expected ${expected}`);
  };
  const [idleJob = ""] = await Promise.all([createJob(idle.url)].map(idOf));
  await fetch(idle.url + idleJob, { method: "DELETE" }).then((response) => response.text());
  const running = [];
  for (let i = 0; i < crowd.running; i++) running.push(await idOf(createJob(busy.url)));
  for (const job of running) while (await stateOf(busy.url + job) !== "running");

  const begin = performance.now();
  const asked = await Promise.all(
    Array.from({ length: crowd.queued + crowd.refused }, () => createJob(busy.url)),
  );
  const queuedMs = performance.now() - begin;
  const accepted = asked.filter(({ status }) => status === 202);
  const refused = asked.filter(({ status }) => status === 429);
  expect("jobs accepted", accepted.length, crowd.queued);
  expect("jobs refused", refused.length, crowd.refused);
  expect("refusals with a time", refused.filter(hasTime).length, crowd.refused);
  const jobs = await Promise.all(accepted.map((response) => idOf(Promise.resolve(response))));
  for (const response of refused) await response.body?.cancel();

  const streams = await Promise.all(Array.from({ length: crowd.readers }, (_, i) => {
    const job = jobs[Math.floor(i / crowd.readersOfJob)] ?? "";
    return fetch(`${busy.url}${job}/events`);
  }));
  expect("streams open", streams.filter(({ status }) => status === 200).length, crowd.readers);

  const addresses = [`${busy.url}${jobs[0]}`, `${idle.url}${idleJob}`];
  await measure(addresses, 20); // until compiled, and the heap has its size
  const [early = [], earlyIdle = []] = await measure(addresses, seconds / 2);
  const before = busy.rssMb();
  const [late = [], lateIdle = []] = await measure(addresses, seconds / 2);
  const grown = busy.rssMb() - before;
  const [ours, others] = [[...early, ...late], [...earlyIdle, ...lateIdle]];
  const ratio = quantile(ours, 0.99) / quantile(others, 0.99);
  for (const job of running) expect("a running job", await stateOf(busy.url + job), "running");
  for (const { body } of streams) await body?.cancel();
  if (ratio > worstRatio) faults.push(`p99 ${ratio.toFixed(2)} × the idle`);
  if (grown > worstGrowthMb) faults.push(`${grown.toFixed(0)} MB more in ${seconds / 2} s`);
  return {
    rows: [
      [
        "jobs",
        `${accepted.length} accepted and ${refused.length} refused in ${queuedMs.toFixed(0)} ms`,
      ],
      ["GET of a job", `${spread(ours)}; idle ${spread(others)}; ${ratio.toFixed(2)} ×`],
      ["memory of the server", `${before.toFixed(0)} MB, then ${grown.toFixed(1)} MB more`],
      ["load of the machine", Deno.loadavg().map((load) => load.toFixed(1)).join(", ")],
    ],
    faults,
  };
}

async function serve() {
  const server = spawn("crowd_server.ts", []);
  return { ...server, url: (await server.line()).replace(/\/$/, "") };
}

function createJob(url: string): Promise<Response> {
  return fetch(`${url}/v1/jobs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"task":"crowd","options":{"budget":{"seconds":3600}}}`,
  });
}

/** The path of a job that was accepted. */
async function idOf(answer: Promise<Response>): Promise<string> {
  return `/v1/jobs/${(await (await answer).json()).id}`;
}

async function stateOf(address: string): Promise<string> {
  return (await (await fetch(address)).json()).state;
}

function hasTime(response: Response): boolean {
  return Number(response.headers.get("retry-after")) > 0;
}
