/**
 * Tells whether a result was made by what is there now.
 *
 * @module
 */
import { contentHash } from "../../src/trainer/canonical_json.ts";
import { recordedText, recordingOf } from "./recording.ts";
import type { Experiment } from "./experiment.ts";

/** The sources of an experiment, by path from its folder. A task may stand elsewhere. */
export async function sourcesOf(
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

/** Sixteen hexadecimal digits, equal where the sources and the recording of the run are equal. */
export async function fingerprintOf(
  run: { readonly method: string; readonly seed: number },
  { folder, experiment: { methods }, sources }: {
    readonly folder: URL;
    readonly experiment: Experiment;
    readonly sources: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const isRecorded = methods[run.method]?.needsModel === true;
  const recording = isRecorded ? await recordedText(recordingOf(folder, run)) : null;
  return contentHash({ sources, recording }, 16);
}
