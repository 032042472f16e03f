/**
 * The commands by name; each module loads only when its command is called.
 *
 * @module
 */
import type { Command } from "./command.ts";

/** One line of the list of commands. */
export interface CommandEntry {
  /** One line for `--help`. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of `--help`. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  optimize: {
    summary: "Improve the parameters of a task",
    load: async () => (await import("./commands/optimize.ts")).optimizeCommand,
  },
  resume: {
    summary: "Continue a stopped run",
    load: async () => (await import("./commands/resume.ts")).resumeCommand,
  },
  eval: {
    summary: "Score a task, or the best of a run, without optimizing",
    load: async () => (await import("./commands/eval.ts")).evalCommand,
  },
  init: {
    summary: "Write a small example task",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  report: {
    summary: "Write the report.html of a run again",
    load: async () => (await import("./commands/report.ts")).reportCommand,
  },
  diff: {
    summary: "Show what a run changed, or how several runs differ",
    load: async () => (await import("./commands/diff.ts")).diffCommand,
  },
  list: {
    summary: "List runs with their scores and spending",
    load: async () => (await import("./commands/list.ts")).listCommand,
  },
  replay: {
    summary: "Repeat a run offline and check that the result is the same",
    load: async () => (await import("./commands/replay.ts")).replayCommand,
  },
  serve: {
    summary: "Start a server for optimization jobs, with a web page",
    load: async () => (await import("./commands/serve.ts")).serveCommand,
  },
  backup: {
    summary: "Copy the jobs and runs of a server, also while it runs",
    load: async () => (await import("./commands/backup.ts")).backupCommand,
  },
  work: {
    summary: "Carry out the jobs of servers that share a database",
    load: async () => (await import("./commands/work.ts")).workCommand,
  },
  token: {
    summary: "Create a token for a holder of a server",
    load: async () => (await import("./commands/token.ts")).tokenCommand,
  },
  doctor: {
    summary: "Test the sandbox on this machine, and the model",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
};
