/**
 * Tells whether a result was made by what is there now.
 *
 * @module
 */
import { contentHash } from "../../src/trainer/canonical_json.ts";
import type { Experiment } from "./experiment.ts";
import { recordedText, recordingOf } from "./recording.ts";
import type { CellKey } from "./results.ts";

/** Gives sixteen hexadecimal digits, equal where the sources of the experiment and the recording of the run are equal. */
export type FingerprintOf = (run: CellKey) => Promise<string>;

/** The fingerprints of runs of an experiment, by its sources at this time. */
export async function fingerprintsIn(
  folder: URL,
  experiment: Experiment,
): Promise<FingerprintOf> {
  const sources = await sourcesOf(folder, experiment);
  return async (run) => {
    const isRecorded = experiment.methods[run.method]?.needsModel === true;
    const recording = isRecorded ? await recordedText(recordingOf(folder, run)) : null;
    return contentHash({ sources, recording }, 16);
  };
}

/** The sources of an experiment, by path from its folder. A task may stand elsewhere. */
async function sourcesOf(
  folder: URL,
  { sources = [] }: Experiment,
): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const path of ["experiment.ts", "task.ts", ...sources]) {
    try {
      texts[path] = await Deno.readTextFile(new URL(path, folder));
    } catch (error) {
      if (path !== "task.ts" || !(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return texts;
}
