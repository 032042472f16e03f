/**
 * Kills workers, server and database at random moments while a job and a run of the command line are spread over them, and
 * compares both logs with those of one machine.
 *
 * @module
 */
import { equal } from "@std/assert";
import { fileURLToPath } from "node:url";
import { createClient } from "../../src/client/client.ts";
import { drawIndex, pick } from "../../src/search/draw.ts";
import { randomFrom } from "../../src/seeds.ts";
import { readEventLog } from "../../src/trainer/event_log.ts";
import type { RunEvent } from "../../src/trainer/event.ts";
import { type CommandEnd, type StartedCommand, startOpto } from "../../tests/cli/opto_command.ts";
import { endLeases } from "../../tests/support/job_database.ts";
import { type PostgresServer, sharedPostgres } from "../../tests/support/postgres.ts";
import { records } from "../../tests/support/records.ts";
import { countBy, type Figures, spread } from "./figures.ts";

const task = fileURLToPath(import.meta.resolve("./machines_task.ts"));

/** What is killed in a round. A job whose workers died three times fails, so of workers there are fewer. */
const victims = ["worker", "server", "database", "database"] as const;
const killsInRound = 4;
const workersInRound = 2;

/** Longest pause before a kill, in milliseconds. */
const longestMs = 3_000;

/** Longest time of a round, in milliseconds. */
const roundMs = 300_000;

/** What must be the same as on one machine. */
interface Logs {
  readonly run: readonly string[];
  readonly job: readonly string[];
}

/** @param count rounds; the number of a round is its seed */
export async function killedMachines(count: number): Promise<Figures> {
  const directory = await Deno.makeTempDir({ prefix: "opto-soak-" });
  await using postgres = sharedPostgres();
  try {
    const expected = await round({ postgres, directory, seed: 0, kills: [] });
    const faults = [...expected.faults];
    const killed: string[] = [];
    const roundsMs: number[] = [];
    for (let seed = 1; seed <= count; seed++) {
      const kills = killsOf(seed);
      const start = performance.now();
      const { logs, faults: found } = await round({ postgres, directory, seed, kills });
      roundsMs.push(performance.now() - start);
      killed.push(...kills.map(({ victim }) => victim));
      const both = ["run", "job"] as const;
      const differing = both.filter((which) => !equal(logs?.[which], expected.logs?.[which]));
      faults.push(
        ...[...found, ...differing.map((which) => `another log of the ${which}`)]
          .map((fault) => `round ${seed}: ${fault}`),
      );
    }
    return {
      rows: [
        ["rounds", String(count)],
        ["kills", countBy(killed)],
        [
          "records of a run and of a job",
          [expected.logs?.run, expected.logs?.job].map((log) => log?.length).join(", "),
        ],
        ["a round", spread(roundsMs)],
      ],
      faults,
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

interface Kill {
  readonly afterMs: number;
  readonly victim: typeof victims[number];
  /** Which of the workers. */
  readonly place: number;
}

function killsOf(seed: number): readonly Kill[] {
  const random = randomFrom(seed);
  let workers = 0;
  return Array.from({ length: killsInRound }, () => {
    const drawn = pick(random, victims) ?? "database";
    const victim = drawn === "worker" && ++workers > workersInRound ? "database" : drawn;
    return { victim, afterMs: drawIndex(random, longestMs), place: drawIndex(random, 2) };
  });
}

/** One round: the logs, and what was wrong besides. */
async function round({ postgres, directory, seed, kills }: {
  readonly postgres: PostgresServer;
  readonly directory: string;
  readonly seed: number;
  readonly kills: readonly Kill[];
}): Promise<{ readonly logs?: Logs; readonly faults: readonly string[] }> {
  const url = await postgres.newDatabase();
  const cwd = `${directory}/${seed}`;
  await Deno.mkdir(cwd);
  const env = { OPTO_DATABASE: url, TMPDIR: cwd };
  const commands: StartedCommand[] = [];
  const started = (args: readonly string[]): StartedCommand => {
    const command = startOpto([...args], { cwd, env });
    commands.push(command);
    return command;
  };
  const serve = (port: string) =>
    started([
      "serve",
      "--task",
      task,
      "--concurrency",
      "0",
      "--port",
      port,
      "--max-job-concurrency",
      "64",
    ]);
  const work = async () => {
    const worker = started(["work", "--task", task, "--max-job-concurrency", "64"]);
    await worker.until(/(waits for jobs)/);
    return worker;
  };
  const workers = await Promise.all([work(), work()]);
  let server = serve("0");
  try {
    const address = await server.until(/listens on (http:\S+)/);
    const client = createClient(address);
    const { id } = await client.createJob({
      task: "machines",
      options: { seed: 1, concurrency: 64 },
    });
    const run = started(["optimize", task, "--seed", "1", "--quiet", "--run-dir", "run"]);
    await hasBegun(`${cwd}/run/events.jsonl`);
    for (const { victim, afterMs, place } of kills) {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      if (victim === "database") {
        await postgres.kill();
        await new Promise((resolve) => setTimeout(resolve, afterMs / 2));
        await postgres.restart();
      } else if (victim === "server") {
        server.kill("SIGKILL");
        server = serve(new URL(address).port);
        await server.until(/listens on/);
      } else {
        workers[place]?.kill("SIGKILL");
        await endLeases(postgres, url); // sooner than in half a minute
        workers[place] = await work();
      }
    }
    const overdue = Promise.withResolvers<never>();
    const timer = setTimeout(() => overdue.reject(new Error("it did not end in time")), roundMs);
    try {
      return await Promise.race([overdue.promise, endOf({ run: run.end, client, id, cwd })]);
    } finally {
      clearTimeout(timer);
    }
  } catch (error) {
    return { faults: [String(error)] };
  } finally {
    for (const command of commands) killUnlessGone(command);
    const orphans = (await Promise.all(commands.map(({ end }) => end))).flatMap((end) =>
      end.orphans
    );
    if (orphans.length > 0) console.error(`processes remain: ${orphans.join("\n")}`);
  }
}

/** Waits until a run has evaluated something: one that is to begin without its database fails. */
async function hasBegun(logPath: string): Promise<void> {
  const deadline = performance.now() + roundMs;
  while (!(await Deno.readTextFile(logPath).catch(() => "")).includes('"type":"evaluated"')) {
    if (performance.now() > deadline) throw new Error("the run did not begin in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function killUnlessGone(command: StartedCommand): void {
  try {
    command.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

async function endOf({ run, client, id, cwd }: {
  readonly run: Promise<CommandEnd>;
  readonly client: ReturnType<typeof createClient>;
  readonly id: string;
  readonly cwd: string;
}): Promise<{ readonly logs: Logs; readonly faults: readonly string[] }> {
  const { code, stderr } = await run;
  const events: RunEvent[] = [];
  for await (const event of client.events(id)) events.push(event);
  const { state } = await client.job(id);
  return {
    logs: { run: records(readEventLog(`${cwd}/run/events.jsonl`)), job: records(events) },
    faults: [
      ...(code === 0 ? [] : [`the run ended with ${code}: ${stderr}`]),
      ...(state === "done" ? [] : [`the job is ${state}`]),
    ],
  };
}
