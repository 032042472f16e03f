/**
 * Long runs: repeated kills, random programs and full load of the sandbox, and the endpoint under siege.
 *
 *     deno task soak [--kills 10000] [--programs 10000] [--seconds 30] [--siege 20] [--json]
 *
 * Exit code 1 when anything was lost, wrong or not cleaned up.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { fuzz } from "./soak/fuzz.ts";
import { kill } from "./soak/kill.ts";
import { load } from "./soak/load.ts";
import { siege } from "./soak/siege.ts";
import { type Figures, hostFigures, print } from "./soak/figures.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "10000" },
    programs: { type: "string", default: "10000" },
    seconds: { type: "string", default: "30" },
    siege: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});

const runs: readonly (readonly [string, () => Promise<Figures>])[] = [
  [`${values.kills} kills`, () => kill(Number(values.kills))],
  [`${values.programs} random programs`, () => fuzz(Number(values.programs))],
  [`${values.seconds} s of full load`, () => load(Number(values.seconds))],
  [`siege of ${values.siege} s a phase`, () => siege(Number(values.siege))],
];

let hasFailed = false;
for (const [name, run] of runs) {
  const before = hostFigures();
  const start = performance.now();
  const figures = await run();
  const seconds = (performance.now() - start) / 1_000;
  const after = hostFigures();
  hasFailed ||= figures.faults.length > 0 || after.children > 0;
  print({ name, seconds, figures, before, after }, values.json);
}
Deno.exit(hasFailed ? 1 : 0);
