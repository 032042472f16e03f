/**
 * `optimize`: improves a task's parameters.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { type Command, defineCommand } from "../command.ts";
import { runOptionTable } from "../run_options.ts";

const details = `A task is a TypeScript module that exports what defineTask makes (init writes one).
A model is asked only when one is named by --model, OPTO_MODEL or the task; OPENAI_API_KEY
and OPENAI_BASE_URL say with which key and where. Without one, the built-in search proposes.

The run directory holds events.jsonl, best/ and report.html. Exit codes: 0 ended as planned,
1 failed, 2 wrong usage or task, 130 interrupted and saved.`;

/** Starts a run, or continues one with `--resume`. */
export const optimizeCommand: Command = defineCommand({
  usage: "TASK",
  words: [0, 1],
  summary: "Improve a task's parameters",
  details,
  options: {
    ...runOptionTable,
    "run-dir": {
      kind: "string",
      value: "DIR",
      help: "Where the run is kept",
      default: "opto-runs/NAME-TIME",
    },
    resume: { kind: "string", value: "DIR", help: "Go on with the run in a directory" },
    "dry-run": { kind: "flag", help: "Evaluate once, print the prompt that would be sent, stop" },
  },
  async run({ words: [taskSource], options }, context) {
    const { resume, "run-dir": runDir } = options;
    if (taskSource === undefined && resume === undefined) {
      throw new UsageError("Cannot optimize: no task is named", {
        advice: "Write optimize TASK, for example optimize examples/quickstart.ts.",
      });
    }
    if (resume !== undefined && runDir !== undefined) {
      throw new UsageError("Cannot use --resume together with --run-dir: a run stays where it is", {
        advice: "Leave --run-dir out.",
      });
    }
    if (options["dry-run"]) {
      const { dryRun } = await import("../dry_run.ts");
      return await dryRun({ taskSource, options }, context);
    }
    const { runTask } = await import("../run_task.ts");
    const isResumed = resume !== undefined;
    return await runTask({ taskSource, options, runDir: resume ?? runDir, isResumed }, context);
  },
});
