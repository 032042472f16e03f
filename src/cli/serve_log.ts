/**
 * What `serve` and `work` tell their operator: text for people, or one JSON object a line.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { OptoError, UsageError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { messageOf } from "../message_of.ts";
import { redactAll } from "../model/redact.ts";
import { hidden, plainText } from "../printable.ts";
import { jobLine, outputOfJobs } from "./display/job_line.ts";
import { errorText } from "./error_text.ts";
import { TaskOutput } from "./task_output.ts";
import type { Terminal } from "./terminal.ts";
import { bold, cyan, dim, lines, styled } from "./terminal_text.ts";

/** Receives what is of importance. */
export interface ServeLog {
  /** The server listens. */
  listening(server: { readonly url: string; readonly tasks: readonly string[] }): void;
  /** The worker takes jobs. */
  working(
    worker: { readonly tasks: readonly string[]; readonly metrics?: string | undefined },
  ): void;
  /** The state of a job has changed. */
  job(job: Job): void;
  /** A job was removed because of its age, or the space that jobs take. */
  removed(job: Job): void;
  /** The process of a job has printed a line. */
  output(job: Job, line: string): void;
  /** A line about evaluations for runs of other machines. */
  note(line: string): void;
  /** Something failed that no answer tells. */
  error(error: unknown): void;
  /** The server stops: running jobs are being saved. */
  stopping(): void;
  /** The server has stopped. */
  stopped(): void;
}

/** The option of the form. */
export const logOption = {
  kind: "string",
  value: "FORM",
  help: "text, or json: one object a line",
  default: "text",
} as const;

/** The log of the form that the operator wants. @throws {UsageError} for another form */
export function logOf(form: string, { terminal, secrets, ...shown }: {
  readonly terminal: Terminal;
  /** Texts that no line of JSON has. */
  readonly secrets: readonly string[];
  readonly hasToken: boolean;
  readonly isShared: boolean;
  readonly isVerbose: boolean;
}): ServeLog {
  if (form === "text") return textLog(terminal, shown);
  if (form === "json") return jsonLog((line) => terminal.out(`${line}\n`), { secrets });
  throw new UsageError(`Cannot use "${form}" as the form of the log: expected text or json`);
}

/** Lines for people: errors and output of jobs on standard error, the rest on standard output. */
export function textLog(
  terminal: Terminal,
  { hasToken, isShared, isVerbose }: {
    readonly hasToken: boolean;
    /** Whether other processes go on with the jobs. */
    readonly isShared: boolean;
    readonly isVerbose: boolean;
  },
): ServeLog {
  const notes = new TaskOutput((line) => terminal.err(lines([line])));
  const place = hasToken ? "for requests with a token" : "for this machine only";
  return {
    listening({ url, tasks }) {
      terminal.out(
        styled`${bold("Opto")} listens on ${cyan(url)}  ${dim(place)}\n  tasks: ${
          tasks.map(plainText).join(", ")
        }\n`,
      );
    },
    working({ tasks, metrics }) {
      const place = metrics === undefined ? "" : `\n  metrics: ${metrics}`;
      terminal.out(
        styled`${bold("Opto")} waits for jobs  ${dim("Ctrl-C ends it")}\n  tasks: ${
          tasks.map(plainText).join(", ")
        }${place}\n`,
      );
    },
    job: (job) => terminal.out(`${jobLine(job)}\n`),
    removed: ({ id }) => terminal.out(`job ${id.slice(0, 8)}  removed\n`),
    output: outputOfJobs((job, line) =>
      terminal.err(lines([`job ${job.id.slice(0, 8)}  ${line}`]))
    ),
    note: (line) => notes.add(line),
    error: (error) => terminal.err(errorText(error, { isVerbose })),
    stopping: () =>
      terminal.out(
        `Stopping. Running jobs are saved and continue ${
          isShared ? "on another machine" : "at the next start"
        }.\n`,
      ),
    stopped() {},
  };
}

/** Maximum characters of a message. */
const maxMessage = 2_000;

/**
 * One JSON object a line, with `time`, `level` and `event`; never a key, a token or one of the secrets.
 *
 * @param print writes a line
 */
export function jsonLog(print: (line: string) => void, { secrets, now = () => new Date() }: {
  readonly secrets: readonly string[];
  /** @default the wall clock */
  readonly now?: () => Date;
}): ServeLog {
  function write(level: "info" | "warn" | "error", event: string, members: object = {}): void {
    const line = { time: now().toISOString(), level, event, ...redactAll(members, secrets) };
    print(JSON.stringify(line).replace(new RegExp(hidden, "gv"), escaped));
  }
  const notes = new TaskOutput((line) => write("info", "note", { line }));
  return {
    listening: ({ url, tasks }) => write("info", "listening", { url, tasks }),
    working: ({ tasks, metrics }) => write("info", "working", { tasks, metrics }),
    job(job) {
      const { state, attempts, error, result } = job;
      write(state === "failed" ? "warn" : "info", `job-${state}`, {
        ...namesOf(job),
        attempts,
        ...(result === null ? {} : {
          score: { initial: result.initial.score, best: result.best.score },
          evaluations: result.evaluations,
          seconds: result.seconds,
          usd: result.usage.usd,
        }),
        ...(error === null ? {} : { code: error.code, message: shortMessage(error.message) }),
      });
    },
    removed: (job) => write("info", "job-removed", namesOf(job)),
    output: outputOfJobs((job, line) => write("info", "job-output", { job: job.id, line })),
    note: (line) => notes.add(line),
    error(error) {
      const code = error instanceof OptoError ? { code: error.code } : {};
      write("error", "error", { ...code, message: shortMessage(messageOf(error)) });
    },
    stopping: () => write("info", "stopping"),
    stopped: () => write("info", "stopped"),
  };
}

/** A character as JSON may write it. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

function namesOf({ id, name, task, holder }: Job): object {
  return { job: id, name, task, ...(holder === null ? {} : { holder }) };
}

function shortMessage(message: string): string {
  return shortText(message, maxMessage);
}
