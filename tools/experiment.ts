/**
 * Runs an experiment of `examples/`:
 * `deno task experiment NAME [--methods a,b] [--seeds 1,2,3] [--record | --replay | --again]`.
 *
 * Runs of a method for a seed are made once, side by side, and kept in `examples/NAME/results.json` as they end; a command
 * that was cut goes on where it was. What was made by other sources is run again. Table and chart are of all results.
 *
 * Answers of a model come from `examples/NAME/recordings/`. With `--record` those that are missing come from the model that
 * OPTO_MODEL, OPENAI_BASE_URL and OPENAI_API_KEY name, and are recorded there. With `--replay` the results are repeated
 * offline and compared; nothing is written. With `--again` they are made anew: a change of the library itself is not noticed.
 *
 * @module
 */
import { parseArgs } from "node:util";
import "../src/entry/install_host_services.ts";
import { messageOf } from "../src/message_of.ts";
import { runExperiment } from "./experiment/run_experiment.ts";

const examples = new URL("../examples/", import.meta.url);

/** Parses the command line and runs the experiment. @returns the exit code */
async function main(): Promise<number> {
  const { positionals: [name = ""], values: { methods, seeds, ...modes } } = parseArgs({
    args: [...Deno.args],
    allowPositionals: true,
    options: {
      methods: { type: "string" },
      seeds: { type: "string" },
      record: { type: "boolean" },
      replay: { type: "boolean" },
      again: { type: "boolean" },
    },
  });
  const known = await experimentNames();
  if (!known.includes(name)) {
    throw new TypeError(`Cannot run "${name}" as an experiment: name one of ${known.join(", ")}`);
  }
  const [mode, other] = (["record", "replay", "again"] as const).filter((mode) => modes[mode]);
  if (other !== undefined) {
    throw new TypeError(`Cannot use --${mode} together with --${other}: choose one of them`);
  }
  const isWhole = await runExperiment(new URL(`${name}/`, examples), {
    ...(methods === undefined ? {} : { methods: methods.split(",") }),
    ...(seeds === undefined ? {} : { seeds: seedsOf(seeds) }),
    ...(mode === undefined ? {} : { mode }),
    command: `deno task experiment ${name}`,
    print: (line, to) => to === "output" ? console.log(line) : console.error(line),
  });
  return isWhole ? 0 : 1;
}

/** The folders of `examples/` with an experiment. */
async function experimentNames(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(examples)) {
    if (!isDirectory) continue;
    const files = await Array.fromAsync(Deno.readDir(new URL(`${name}/`, examples)));
    if (files.some((file) => file.name === "experiment.ts")) names.push(name);
  }
  return names.sort();
}

function seedsOf(text: string): readonly number[] {
  const seeds = text.split(",").map(Number);
  if (seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)) return seeds;
  throw new TypeError(`Cannot use "${text}" as seeds: received no whole numbers, as in 1,2,3`);
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    console.error(messageOf(error));
    Deno.exit(2);
  }
}
