/**
 * `resume`: continues a run from its directory; the same as `optimize --resume`.
 *
 * @module
 */
import { type Command, defineCommand } from "../command.ts";
import { runOptionTable } from "../run_options.ts";

/** Continues a run. */
export const resumeCommand: Command = defineCommand({
  usage: "RUN",
  words: [1, 1],
  details: "Seed, batch size, optimizer and trainer cannot change; steps and budget can.",
  options: {
    ...runOptionTable,
    task: { kind: "string", value: "FILE", help: "File of the task, when it has moved" },
  },
  async run({ words: [runDir], options }, context) {
    const { runTask } = await import("../run_task.ts");
    return await runTask({ taskSource: options.task, options, runDir, isResumed: true }, context);
  },
});
