/**
 * The log of a mutation run, one JSON record a line, and the list of mutants judged equivalent.
 *
 * @module
 */
import type { Mutant } from "./mutant.ts";

/** The settings of a run; the first line of its log. */
export interface RunSettings {
  readonly type: "run";
  readonly rooms: readonly string[];
  /** Folders of tests beside those of each room. */
  readonly also: readonly string[];
  /** Mutants of each room, or all. */
  readonly sample: number | null;
  readonly seed: number;
  /** Seconds that the tests of one mutant may take without it. */
  readonly testSeconds: number;
}

/** What became of one mutant. */
export interface MutantResult extends Pick<Mutant, "id" | "room" | "file" | "line" | "mutator"> {
  readonly type: "mutant";
  readonly before: string;
  readonly after: string;
  /** Hash of the file without the mutant: a result is of use as long as the file is the same. */
  readonly fileHash: string;
  readonly outcome: "caught" | "timeout" | "survived" | "untested";
  /** The test file that failed first. */
  readonly by?: string;
  readonly durationMs: number;
}

/** A log as it was read. */
export interface RunLog {
  readonly settings: RunSettings;
  /** The last result of each mutant, by its id. */
  readonly results: ReadonlyMap<string, MutantResult>;
}

/**
 * Reads a log; a last line that was cut off by a kill is left out.
 *
 * @throws {SyntaxError} when the first line holds no settings
 */
export function parseLog(text: string): RunLog {
  const complete = text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter(Boolean);
  // Written by this module; a file that is not fails at the check below.
  const [settings, ...results] = complete.map((line) => JSON.parse(line)) as [
    RunSettings,
    ...MutantResult[],
  ];
  if (settings?.type !== "run") {
    throw new SyntaxError("Cannot read the file as a mutation run: its first line has no settings");
  }
  return { settings, results: new Map(results.map((result) => [result.id, result])) };
}

/**
 * Makes a log ready to append to: a new one gets its settings, an old one loses a last line that was cut off.
 *
 * @throws {Deno.errors.AlreadyExists} for a new log that is there already
 */
export async function openLog(path: string, settings: RunSettings | null): Promise<void> {
  if (settings !== null) {
    await Deno.writeTextFile(path, `${JSON.stringify(settings)}\n`, { createNew: true });
    return;
  }
  const text = await Deno.readTextFile(path);
  if (!text.endsWith("\n")) {
    await Deno.writeTextFile(path, text.slice(0, text.lastIndexOf("\n") + 1));
  }
}

/** The results of mutants that are tried, whose file is as it was; `hashes` holds the files' hashes by mutant. */
export function resultsThatHold(
  results: ReadonlyMap<string, MutantResult>,
  hashes: ReadonlyMap<string, string>,
): Map<string, MutantResult> {
  return new Map([...results].filter(([id, { fileHash }]) => hashes.get(id) === fileHash));
}

/** Reasons by the ids of mutants: lines of an id, a place and a reason; `#` begins a comment. */
export function parseEquivalents(text: string): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, id, reason] = /^([0-9a-f]{12})\s+\S+\s+(\S.*)$/.exec(line) ?? [];
    if (id === undefined || reason === undefined) {
      throw new SyntaxError(
        `Cannot read line ${index + 1} as "<id> <file> <reason>": received "${line}"`,
      );
    }
    reasons.set(id, reason);
  }
  return reasons;
}
