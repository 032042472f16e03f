/**
 * The directory of a run: `events.jsonl`, `best/` and `report.html`.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { printable } from "../printable.ts";
import type { ParameterState, Values } from "../problem/problem.ts";
import { encodeValues } from "../trainer/candidate.ts";
import { EventLog, streamEventLog } from "../trainer/event_log.ts";
import type { RunEvent } from "../trainer/event.ts";

/** The directory of one run; keeps the run's log open. */
export class RunDirectory implements Disposable {
  readonly path: string;
  readonly #log: EventLog;

  /**
   * Opens a directory; creates it if missing.
   *
   * @param options `resume`: whether it must contain a run, or must not
   * @throws {UsageError} when it is not writable, is in use, or contains a run when it must not
   */
  static open(path: string, options: { readonly resume: boolean }): RunDirectory {
    try {
      Deno.mkdirSync(`${path}/best`, { recursive: true });
    } catch (cause) {
      throw new UsageError(
        `Cannot make "${path}" as the run's directory: ${
          cause instanceof Error ? cause.message : cause
        }`,
        { cause, advice: "Choose a writable directory with --run-dir." },
      );
    }
    const log = `${path}/events.jsonl`;
    if (!options.resume && isNotEmpty(log)) {
      throw new UsageError(
        `Cannot start a run in "${path}": received a directory with a run in it`,
        {
          advice: `Resume that run (--resume ${path}), or choose another directory.`,
        },
      );
    }
    return new RunDirectory(path, EventLog.open(log));
  }

  private constructor(path: string, log: EventLog) {
    this.path = path;
    this.#log = log;
  }

  /** All events so far, streamed from the log. */
  events(): Iterable<RunEvent> {
    return streamEventLog(`${this.path}/events.jsonl`);
  }

  /** Adds an event to the log. */
  append(event: RunEvent): void {
    this.#log.append(event);
  }

  /** Waits until the log is on disk. */
  sync(): void {
    this.#log.sync();
  }

  /** Writes the best values: a `.ts` file per code parameter, and all values in `parameters.json`. */
  writeBest(parameters: readonly ParameterState[], values: Values): void {
    for (const { name, kind } of parameters) {
      if (kind === "code") {
        this.write(`best/${fileName(name)}.ts`, `${String(values[name]).trimEnd()}\n`);
      }
    }
    const json = JSON.stringify(encodeValues(values), null, 2);
    this.write("best/parameters.json", `${printable(json)}\n`);
  }

  /** Writes a file atomically. */
  write(name: string, text: string): void {
    const path = `${this.path}/${name}`;
    Deno.writeTextFileSync(`${path}.part`, text);
    Deno.renameSync(`${path}.part`, path);
  }

  /** Closes the log. */
  [Symbol.dispose](): void {
    this.#log[Symbol.dispose]();
  }
}

/** A parameter's name as a file name: `agent.plan` is kept, characters that file systems refuse become `_`. */
function fileName(name: string): string {
  return name.replace(/[^\w.$-]+/g, "_");
}

function isNotEmpty(path: string): boolean {
  try {
    return Deno.statSync(path).size > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
