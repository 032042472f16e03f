/** A worker, the server and the database are killed in the middle of jobs: every job ends as on one machine. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient, type OptoClient } from "../../../src/client/client.ts";
import { optimize } from "../../../src/run/optimize.ts";
import type { RunEvent } from "../../../src/trainer/event.ts";
import { libraryUrl, startOpto } from "../../cli/opto_command.ts";
import { endLeases } from "../../support/job_database.ts";
import { postgresTest, startPostgres } from "../../support/postgres.ts";
import { records } from "../../support/records.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** On the machines evaluations take some time, and no processor. */
const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "slow",
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    async forward(x: number) {
      await new Promise((resolve) => setTimeout(resolve, Number(Deno.env.get("PAUSE_MS") ?? 0)));
      return this.factor.mul(x);
    },
  }),
  examples: { train: [1, 2, 3].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected = 0 }, output) => -Math.abs(Number(output) - Number(expected)) || 0,
});
`;

const seeds = [1, 2, 3];
const options = { steps: 6, batchSize: 3, concurrency: 1 };

postgresTest("every job ends as on one machine, whichever of many is killed", async () => {
  const cwd = await tempDir();
  const module = join(cwd, "slow.ts");
  await Deno.writeTextFile(module, task);
  await using postgres = await startPostgres();
  const url = await postgres.newDatabase();
  const env = { OPTO_DATABASE: url, PAUSE_MS: "60", TMPDIR: cwd };
  const serve = (port: string) =>
    startOpto(["serve", "--task", module, "--concurrency", "0", "--port", port], { cwd, env });
  const work = () => startOpto(["work", "--task", module], { cwd, env });
  const first = serve("0");
  const address = await first.until(/listens on (http:\S+)/);
  const client = createClient(address);
  const ids: string[] = [];
  for (const seed of seeds) {
    ids.push((await client.createJob({ task: "slow", options: { ...options, seed } })).id);
  }
  const [victim = ""] = ids;
  const workers = [work(), work(), work()];
  const dead = await Promise.race(workers.map(async (worker) => {
    await worker.until(new RegExp(`job ${victim.slice(0, 8)}  slow  running`));
    return worker;
  }));
  await someEvents(client, victim, 12);

  dead.kill("SIGKILL");
  await endLeases(postgres, url, victim); // sooner than in half a minute
  first.kill("SIGKILL");
  await postgres.kill();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await postgres.restart();
  const second = serve(new URL(address).port);
  await second.until(/listens on/);

  const { default: alone } = await import(pathToFileURL(module).href);
  for (const [i, seed] of seeds.entries()) {
    const events: RunEvent[] = [];
    for await (const event of client.events(ids[i] ?? "")) events.push(event);
    const expected: RunEvent[] = [];
    const run = optimize(alone, { ...options, seed, taskSource: pathToFileURL(module).href });
    for await (const event of run) expected.push(event);
    assertEquals(records(events), records(expected));
    const { state, attempts } = await client.job(ids[i] ?? "");
    assertEquals([state, attempts], ["done", ids[i] === victim ? 2 : 1]);
  }
  const living = [second, ...workers.filter((worker) => worker !== dead)];
  for (const { kill } of living) kill("SIGTERM");
  const ends = await Promise.all(living.map(({ end }) => end));
  assertEquals(ends.map(({ code, orphans }) => [code, orphans]), living.map(() => [0, []]));
});

/** Waits until a job has so many events. */
async function someEvents(client: OptoClient, id: string, most: number): Promise<void> {
  let count = 0;
  for await (const _event of client.events(id)) if (++count === most) return;
}
