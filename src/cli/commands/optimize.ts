/**
 * `optimize`: improves the parameters of a task.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { type Command, defineCommand } from "../command.ts";
import { runOptionTable } from "../run_options.ts";
import { refuseCheck } from "../untrusted_limits.ts";

const details = `A task is a TypeScript module that calls defineTask; "init" writes an example.

A model is called only when --model, OPTO_MODEL or the task names one. OPENAI_API_KEY is the key,
OPENAI_BASE_URL the server. NAME may be PROVIDER/NAME, such as groq/…, mistral/…, openrouter/… or
ollama/…, with the key in GROQ_API_KEY and so on; or manual:DIR, whose answers are files. Without a model, the built-in search makes the proposals.

Deno runs a task without checking its types; --check does that first.

The run directory holds events.jsonl, best/ and report.html.
Exit codes: 0 finished, 1 failed, 2 wrong usage or task, 130 interrupted and saved.`;

/** Starts a run, or continues one with `--resume`. */
export const optimizeCommand: Command = defineCommand({
  usage: "TASK",
  words: [0, 1],
  details,
  options: {
    ...runOptionTable,
    "run-dir": {
      kind: "string",
      value: "DIR",
      help: "Directory of the run",
      default: "opto-runs/NAME-TIME",
    },
    resume: { kind: "string", value: "DIR", help: "Continue the run in this directory" },
    check: { kind: "flag", help: "Check the task's types first, as deno check does" },
    "dry-run": {
      kind: "flag",
      help: "Evaluate once and print the prompt, without calling the model",
    },
  },
  async run({ words: [taskSource], options }, context) {
    const { resume, "run-dir": runDir } = options;
    if (taskSource === undefined && resume === undefined) {
      throw new UsageError("Cannot optimize: received no task", {
        advice: "Write: optimize TASK, for example optimize examples/quickstart.ts.",
      });
    }
    if (resume !== undefined && runDir !== undefined) {
      throw new UsageError(
        "Cannot use --resume together with --run-dir: a resumed run stays in its directory",
        {
          advice: "Leave --run-dir out.",
        },
      );
    }
    if (options.check && taskSource !== undefined) {
      refuseCheck(options.untrusted);
      const { checkTypes } = await import("../check_types.ts");
      await checkTypes(taskSource);
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
