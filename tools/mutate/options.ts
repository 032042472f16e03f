/**
 * Reads the command line of `deno task mutate`.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type MutantResult, parseLog, type RunSettings } from "./results.ts";

export const usage = `deno task mutate ROOM… [options]
deno task mutate --resume FILE [options]

ROOM is a room of tools/rooms.ts, or a folder or file of one: trace, src/trainer/ledger.ts

  --sample N         try N mutants of each room, drawn by the seed; all without it
  --seed N           which mutants are drawn, and their order (0)
  --jobs N           mutants at the same time (the number of cores)
  --also FOLDER      tests that run beside those of the room; may be repeated
  --test-seconds N   leave out slow test files, so that the tests of one mutant take at most this long (30)
  --out FILE         the log, one JSON record a line (mutants.log); it must not exist
  --resume FILE      go on with this log and its settings
  --retry            with --resume: try those again that survived
  --report           with --resume: print the report of the log and try nothing
  --list             print the mutants and try nothing

The report is printed at the end; mutants listed in tools/mutants_equivalent.txt do not count.
Exit code: 0 when it is through, 2 for wrong usage, 130 after Ctrl-C.
`;

/** What the command line asks for. */
export interface Options {
  readonly mode: "run" | "report" | "list";
  readonly settings: RunSettings;
  readonly jobs: number;
  /** Path of the log. */
  readonly log: string;
  /** Whether the log is there already. */
  readonly isResumed: boolean;
  /** Results that need not be found again, by the mutant's id. */
  readonly known: ReadonlyMap<string, MutantResult>;
}

/**
 * Reads the arguments, and the log that `--resume` names.
 *
 * @throws {Error} for wrong usage
 */
export async function readOptions(args: readonly string[]): Promise<Options> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: "string" },
      seed: { type: "string", default: "0" },
      jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
      also: { type: "string", multiple: true, default: [] },
      "test-seconds": { type: "string", default: "30" },
      out: { type: "string", default: "mutants.log" },
      resume: { type: "string" },
      retry: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
    },
  });
  const { resume, retry, report, list, sample, also, out } = values;
  const jobs = wholeNumber("jobs", values.jobs, 1);
  const mode = report ? "report" : list ? "list" : "run";
  if (resume !== undefined) {
    const { settings, results } = parseLog(await Deno.readTextFile(resume));
    const kept = [...results].filter(([, { outcome }]) =>
      !retry || outcome === "caught" || outcome === "timeout"
    );
    return { mode, settings, jobs, log: resume, isResumed: true, known: new Map(kept) };
  }
  if (retry || report) throw new TypeError("Cannot use --retry or --report without --resume");
  if (positionals.length === 0) throw new TypeError("Cannot mutate nothing: name a room");
  const settings: RunSettings = {
    type: "run",
    rooms: positionals,
    also,
    sample: sample === undefined ? null : wholeNumber("sample", sample, 1),
    seed: wholeNumber("seed", values.seed, 0),
    testSeconds: wholeNumber("test-seconds", values["test-seconds"], 1),
  };
  return { mode, settings, jobs, log: out, isResumed: false, known: new Map() };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`Cannot use "${text}" as --${name}: give a whole number from ${least}`);
}
