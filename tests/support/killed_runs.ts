/**
 * Runs that are killed at a moment, and resumed.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { readEventLog } from "../../src/trainer/event_log.ts";
import { records } from "./records.ts";

const program = fileURLToPath(new URL("./fault_run.ts", import.meta.url));

/** Where a run is killed: at a write, or after a time. */
export type Kill =
  | { readonly write: number; readonly moment: "before" | "half" | "after" }
  | { readonly afterMs: number };

/** Runs the program to its end or its death; returns its number of writes, or null when it was killed. */
export async function faultRun(runDir: string, kill?: Kill): Promise<number | null> {
  const fault = kill === undefined
    ? []
    : "write" in kill
    ? [String(kill.write), kill.moment]
    : ["Infinity", "before", "3"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, runDir, ...fault],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = kill !== undefined && "afterMs" in kill
    ? setTimeout(() => child.kill("SIGKILL"), kill.afterMs)
    : undefined;
  const { success, signal, stdout, stderr } = await child.output();
  clearTimeout(timer);
  if (signal === "SIGKILL") return null;
  if (success) return Number(new TextDecoder().decode(stdout));
  throw new Error(`The run failed: ${new TextDecoder().decode(stderr)}`);
}

/** The state of a run as a resumed one must have it: its records, and the files of `best/`. */
export interface RunState {
  readonly records: readonly string[];
  readonly best: Readonly<Record<string, string>>;
}

/** The state of a run in its directory. */
export function stateOf(runDir: string): RunState {
  const names = [...Deno.readDirSync(`${runDir}/best`)].map(({ name }) => name).sort();
  return {
    records: records(readEventLog(`${runDir}/events.jsonl`)),
    best: Object.fromEntries(
      names.map((name) => [name, Deno.readTextFileSync(`${runDir}/best/${name}`)]),
    ),
  };
}
