/**
 * The endpoint under siege: the latency of an honest client beside slow clients and unread event streams, compared with that
 * on the idle server in the same run, and the memory of both.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { GivenLimits } from "../../src/server/limits.ts";
import { type Figures, quantile, spread } from "./figures.ts";

/** Most that the p99 may grow under siege. */
const worstRatio = 3;

/** Most memory that the server may have above the idle one. */
const worstGrowthMb = 256;

/** Hostile clients: name, and how many are slow and how many leave an event stream unread. */
const hostile = [
  ["1000 slow clients", ["1000", "0"]],
  ["800 unread streams", ["0", "800"]],
  ["both", ["1000", "800"]],
] as const;

/** Lifts the limits that would refuse most of the hostile clients. */
const open: GivenLimits = { maxConnections: 4000, maxStreams: 2000, maxJobStreams: 2000 };

/** @param seconds duration of each phase */
export async function siege(seconds: number): Promise<Figures> {
  const rows: [string, string][] = [];
  const faults: string[] = [];
  await using idle = await serve({});
  for (const [name, limits] of [["default limits", {}], ["lifted limits", open]] as const) {
    for (const [what, counts] of hostile) {
      await using besieged = await serve(limits);
      await measure([besieged.job, idle.job], 5); // until compiled, and the heap has its size
      await using clients = spawn("siege_clients.ts", [besieged.port, besieged.id, ...counts]);
      await measure([besieged.job, idle.job], 3); // until they have come
      let peak = 0;
      const [ours = [], others = []] = await measure([besieged.job, idle.job], seconds, () => {
        peak = Math.max(peak, besieged.rssMb());
      });
      const ratio = quantile(ours, 0.99) / quantile(others, 0.99);
      const grown = peak - idle.rssMb();
      const figures = `${await clients.end()} connected; memory at most ${peak.toFixed(0)} MB`;
      rows.push(
        [`${what}, ${name}`, `${spread(ours)}; idle ${spread(others)}; ${ratio.toFixed(2)} ×`],
        ["", `${figures}, ${grown.toFixed(0)} MB above the idle server`],
      );
      if (ratio > worstRatio) faults.push(`${what}, ${name}: p99 ${ratio.toFixed(2)} × the idle`);
      if (grown > worstGrowthMb) faults.push(`${what}, ${name}: ${grown.toFixed(0)} MB more`);
    }
  }
  return { rows, faults };
}

/** Milliseconds of requests to each address, one after another and each on a connection of its own. */
export async function measure(
  addresses: readonly string[],
  seconds: number,
  look = () => {},
): Promise<readonly (readonly number[])[]> {
  const ms: number[][] = addresses.map(() => []);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    for (const [i, address] of addresses.entries()) {
      const begin = performance.now();
      const response = await fetch(address, { headers: { connection: "close" } });
      await response.text();
      ms[i]?.push(performance.now() - begin);
      if (response.status !== 200) throw new Error(`The server answered ${response.status}`);
    }
    look();
  }
  return ms;
}

/** A server with one job that runs. */
async function serve(limits: GivenLimits) {
  const server = spawn("siege_server.ts", [JSON.stringify(limits)]);
  const url = await server.line();
  const id = await createJob(url);
  return { ...server, id, port: new URL(url).port, job: `${url}v1/jobs/${id}` };
}

async function createJob(url: string): Promise<string> {
  const response = await fetch(`${url}v1/jobs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"task":"besieged"}`,
  });
  return (await response.json()).id;
}

/** Starts a module of this folder as a process, which is killed at the end. */
export function spawn(module: string, args: readonly string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL(module, import.meta.url)), ...args],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const line = async () => ((await output.read()).value ?? "").trim();
  return {
    line,
    /** Closes its standard input and reads its last line. */
    async end() {
      await child.stdin.close();
      return await line();
    },
    rssMb: () =>
      Number(/^VmRSS:\s+(\d+)/m.exec(Deno.readTextFileSync(`/proc/${child.pid}/status`))?.[1]) /
      1024,
    async [Symbol.asyncDispose]() {
      await output.cancel();
      child.kill("SIGKILL");
      await child.status;
    },
  };
}
