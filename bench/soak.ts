/**
 * Long runs: the sandbox under repeated kills, random programs, and full load with a fault every tenth call; whole
 * runs with mutated sources, with hostile and with mutated answers of a model; runs that are killed and resumed; the
 * endpoint under malformed requests, under siege and with a crowd; the hostile suite at every place of a task; workers, server and
 * database that are killed. A run of size 0 is left out.
 *
 *     deno task soak [--kills 10000] [--programs 10000] [--seconds 30] [--sources 20000] [--answers 5000] [--runs 50]
 *                    [--malformed 5000] [--siege 20] [--crowd 20] [--attacks 1] [--machines 10] [--json]
 *
 * Exit code 1 when anything was lost, wrong or not cleaned up.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { hostile, mutatedAnswers } from "./soak/answers.ts";
import { crowded } from "./soak/crowd.ts";
import { fuzz } from "./soak/fuzz.ts";
import { kill } from "./soak/kill.ts";
import { killedRuns } from "./soak/killed_runs.ts";
import { load } from "./soak/load.ts";
import { malformed } from "./soak/malformed.ts";
import { siege } from "./soak/siege.ts";
import { costly, mutatedSources } from "./soak/sources.ts";
import { taskAttacks } from "./soak/task_attacks.ts";
import { type Figures, hostFigures, print } from "./soak/figures.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "10000" },
    programs: { type: "string", default: "10000" },
    seconds: { type: "string", default: "30" },
    sources: { type: "string", default: "20000" },
    answers: { type: "string", default: "5000" },
    runs: { type: "string", default: "50" },
    malformed: { type: "string", default: "5000" },
    siege: { type: "string", default: "20" },
    crowd: { type: "string", default: "20" },
    attacks: { type: "string", default: "1" },
    machines: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  },
});

const kills = Number(values.kills);
const programs = Number(values.programs);
const seconds = Number(values.seconds);
const sources = Number(values.sources);
const answers = Number(values.answers);
const killed = Number(values.runs);
const malformedCount = Number(values.malformed);
const siegeSeconds = Number(values.siege);
const crowdSeconds = Number(values.crowd);
const machineRounds = Number(values.machines);

const runs: readonly (readonly [name: string, size: number, () => Promise<Figures>])[] = [
  [`${kills} kills`, kills, () => kill(kills)],
  [`${programs} random programs`, programs, () => fuzz(programs)],
  [`${seconds} s of full load`, seconds, () => load(seconds)],
  ["costly sources", sources, costly],
  [`${sources} mutated sources`, sources, () => mutatedSources(sources)],
  [`${answers} mutated answers`, answers, () => mutatedAnswers(answers)],
  ["hostile answers", answers, hostile],
  [`runs killed at each write and ${killed} random moments`, killed, () => killedRuns(killed)],
  [`${malformedCount} malformed requests`, malformedCount, () => malformed(malformedCount)],
  [`siege of ${siegeSeconds} s a phase`, siegeSeconds, () => siege(siegeSeconds)],
  [`crowd for ${crowdSeconds} s`, crowdSeconds, () => crowded(crowdSeconds)],
  ["attacks as tasks", Number(values.attacks), taskAttacks],
  [
    `${machineRounds} rounds of killed machines`,
    machineRounds,
    async () => {
      const { killedMachines } = await import("./soak/machines.ts"); // it starts a PostgreSQL
      return await killedMachines(machineRounds);
    },
  ],
];

let hasFailed = false;
for (const [name, size, run] of runs) {
  if (size === 0) continue;
  const before = hostFigures();
  const start = performance.now();
  const figures = await run();
  const elapsed = (performance.now() - start) / 1_000;
  const after = hostFigures();
  hasFailed ||= figures.faults.length > 0 || after.children > 0;
  print({ name, seconds: elapsed, figures, before, after }, values.json);
}
Deno.exit(hasFailed ? 1 : 0);
