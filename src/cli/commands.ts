/**
 * The commands by name; each module loads only when its command is called.
 *
 * @module
 */
import type { Command } from "./command.ts";

/** One line of the list of commands. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of `--help`. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  optimize: {
    summary: "Improve a task's parameters",
    load: async () => (await import("./commands/optimize.ts")).optimizeCommand,
  },
  resume: {
    summary: "Continue a run from its directory",
    load: async () => (await import("./commands/resume.ts")).resumeCommand,
  },
  init: {
    summary: "Write a small task file to start from",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  report: {
    summary: "Write a run's report.html again from its events",
    load: async () => (await import("./commands/report.ts")).reportCommand,
  },
  diff: {
    summary: "Show what a run changed, or how two runs differ",
    load: async () => (await import("./commands/diff.ts")).diffCommand,
  },
  replay: {
    summary: "Repeat a run from its log and check that the records are the same",
    load: async () => (await import("./commands/replay.ts")).replayCommand,
  },
  serve: {
    summary: "Run optimization jobs over HTTP, with a live page",
    load: async () => (await import("./commands/serve.ts")).serveCommand,
  },
  doctor: {
    summary: "Check the sandbox on this machine, and the model",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
};
