/** A holder spends no more than allowed, on several servers at once and when workers are killed. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { createClient } from "../../../src/client/client.ts";
import { EndpointError } from "../../../src/client/endpoint_error.ts";
import { addTokenLine, newToken } from "../../../src/server/access/new_token.ts";
import { libraryUrl, startOpto } from "../../cli/opto_command.ts";
import { endLeases } from "../../support/job_database.ts";
import { postgresTest } from "../../support/postgres.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** Evaluations take some time, and no processor. */
const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "slow",
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    async forward(x: number) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      return this.factor.mul(x);
    },
  }),
  examples: { train: [1, 2, 3].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected = 0 }, output) => -Math.abs(Number(output) - Number(expected)) || 0,
});
`;

postgresTest(
  "two servers reserve no more for 50 jobs than one holder may spend, and a killed worker's job counts by its events",
  async (postgres) => {
    const cwd = await tempDir();
    const module = join(cwd, "slow.ts");
    await Deno.writeTextFile(module, task);
    const tokens = join(cwd, "tokens.jsonl");
    const { token, line } = newToken("ann", ["submit", "read"]);
    const limits = { spending: { days: 1, evaluations: 1000 } };
    await addTokenLine(tokens, JSON.stringify({ ...JSON.parse(line), limits }));
    const url = await postgres.newDatabase();
    const env = { OPTO_DATABASE: url, TMPDIR: cwd };
    const serve = (data: string) =>
      startOpto(
        [
          ...["serve", "--task", module, "--concurrency", "0", "--port", "0"],
          ...["--tokens", tokens, "--data", join(cwd, data)],
        ],
        { cwd, env },
      );
    const clientOf = async (server: ReturnType<typeof serve>) =>
      createClient(await server.until(/listens on (http:\S+)/), { token, retryMs: 0 });
    const first = serve("a");
    const client = await clientOf(first); // it has made the tables
    const second = serve("b");
    const [servers, clients] = [[first, second], [client, await clientOf(second)]];

    const options = { steps: 500, batchSize: 3, concurrency: 1, budget: { evaluations: 300 } };
    const asked = await Promise.allSettled(
      Array.from(
        { length: 50 },
        (_, i) => clients[i % 2]!.createJob({ task: "slow", options: { ...options, seed: i } }),
      ), // !: there are two
    );
    const jobs = asked.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
    const refusals = asked.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
    assertEquals(jobs.map(({ options }) => options.budget?.evaluations).sort(), [
      100,
      300,
      300,
      300,
    ]);
    for (const error of refusals) {
      assert(error instanceof EndpointError);
      assertEquals([error.status, error.type], [429, "urn:opto:problem:spending-reached"]);
    }
    assertEquals((await client.spending()).reserved.evaluations, 1000);
    await Promise.all(clients.map((each) => each.spending())); // two servers book at once

    const work = () => startOpto(["work", "--task", module], { cwd, env });
    const dead = work();
    const started = await dead.until(/job ([0-9a-f]{8}) +slow +running/);
    const victim = jobs.find(({ id }) => id.startsWith(started))?.id ?? "";
    let count = 0;
    for await (const event of client.events(victim)) {
      if (event.type === "evaluated" && ++count === 12) break;
    }
    dead.kill("SIGKILL");
    await client.cancel(victim);
    for (const { id } of jobs) if (id !== victim) await client.cancel(id);
    assertEquals((await client.job(victim)).state, "running"); // until its lease is over
    const reserved = jobs.find(({ id }) => id === victim)?.options.budget?.evaluations ?? 0;
    assertEquals((await client.spending()).left, { evaluations: 1000 - reserved });

    await endLeases(postgres, url, victim);
    const living = work();
    const { state, result } = await client.wait(victim);
    assertEquals([state, result], ["cancelled", null]);
    let evaluated = 0;
    for await (const event of client.events(victim)) if (event.type === "evaluated") evaluated++;
    const { spent, reserved: none, left } = await clients[1]!.spending(); // !: there are two
    assert(evaluated >= 12 && evaluated < 300);
    assertEquals([spent.evaluations, none.evaluations], [evaluated, 0]);
    assertEquals(left, { evaluations: 1000 - evaluated });
    for (const process of [living, ...servers]) process.kill("SIGTERM");
    const ends = await Promise.all([living, ...servers].map(({ end }) => end));
    assertEquals(ends.map(({ code }) => code), [0, 0, 0]);
  },
);
