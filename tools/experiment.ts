/**
 * Runs an experiment of `examples/`, or repeats its recorded runs:
 * `deno task experiment NAME [--methods a,b] [--seeds 1,2,3] [--steps N] [--record]`.
 *
 * Without `--record` the answers of the model come from `examples/NAME/recordings/`, offline. With it they come from the
 * model that OPTO_MODEL, OPENAI_BASE_URL and OPENAI_API_KEY name, and are recorded there. The figures of all recorded runs
 * are written to `results.json`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import "../src/entry/install_host_services.ts";
import { chooseModels } from "../src/model/chosen_model.ts";
import type { Curve, Experiment } from "./experiment/experiment.ts";
import { type MethodRun, runMethod } from "./experiment/run_method.ts";
import { summaries, tableText } from "./experiment/table.ts";

const examples = new URL("../examples/", import.meta.url);

/** Milliseconds for one answer of a recorded model: a person may write it. */
const answerTimeoutMs = 3_600_000;

if (import.meta.main) {
  const { positionals: [name = ""], values: { methods, seeds, steps, record = false } } = parseArgs(
    {
      args: [...Deno.args],
      allowPositionals: true,
      options: {
        methods: { type: "string" },
        seeds: { type: "string" },
        steps: { type: "string" },
        record: { type: "boolean" },
      },
    },
  );
  const known = await experimentNames();
  if (!known.includes(name)) {
    console.error(`Cannot run "${name}" as an experiment: name one of ${known.join(", ")}`);
    Deno.exit(2);
  }
  const folder = new URL(`${name}/`, examples);
  const experiment: Experiment = (await import(new URL("experiment.ts", folder).href)).default;
  const names = methods?.split(",") ?? Object.keys(experiment.methods);
  const runs = names.flatMap((method) =>
    (seeds ?? "1,2,3").split(",").map((seed) => ({
      method,
      seed: Number(seed),
      ...(steps === undefined ? {} : { steps: Number(steps) }),
    }))
  );
  const curves = await Promise.all(runs.map((run) => curveOf(run, { experiment, folder, record })));
  const figures = summaries(curves);
  console.log(tableText(figures, experiment.unit));
  if ([methods, seeds, steps].every((choice) => choice === undefined)) {
    const results = { unit: experiment.unit, figures, curves };
    await Deno.writeTextFile(
      new URL("results.json", folder),
      `${JSON.stringify(results, null, 2)}\n`,
    );
  }
  Deno.exit(0);
}

/** The folders of `examples/` with an experiment. */
async function experimentNames(): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(examples));
  return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
}

async function curveOf(
  run: MethodRun,
  { experiment, folder, record }: {
    readonly experiment: Experiment;
    readonly folder: URL;
    readonly record: boolean;
  },
): Promise<Curve> {
  const directory = new URL("recordings/", folder);
  if (record) await Deno.mkdir(directory, { recursive: true });
  const file = new URL(`${run.method}-${run.seed}.jsonl`, directory).pathname;
  const env = (variable: string) => Deno.env.get(variable);
  await using chosen = await chooseModels({
    model: record ? env("OPTO_MODEL") : undefined,
    baseUrl: env("OPENAI_BASE_URL"),
    apiKey: env("OPENAI_API_KEY"),
    ...(record ? { timeoutMs: answerTimeoutMs } : {}),
    replay: record ? undefined : file,
    record: record ? file : undefined,
  });
  if (chosen.model === null) throw new TypeError("Cannot record without a model: set OPTO_MODEL");
  return await runMethod(experiment, run, chosen.model);
}
