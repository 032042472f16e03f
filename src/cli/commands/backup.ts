/**
 * `backup`: copies the data directory of a server, which may run meanwhile.
 *
 * @module
 */
import { type Command, defineCommand } from "../command.ts";

const details =
  `Copies the jobs as they are at one moment, then their runs. To restore, stop the server and
start it with --data and the copy: jobs that ran are resumed.`;

/** Copies jobs and runs. */
export const backupCommand: Command = defineCommand({
  usage: "DATA COPY",
  words: [2, 2],
  details,
  options: {},
  async run({ words: [dataDir = "", target = ""] }, { terminal }) {
    const { backUp } = await import("../../jobs/back_up.ts");
    const { jobs, files } = await backUp(dataDir, target);
    terminal.out(`${target}: ${jobs} jobs, ${files} files of runs\n`);
    return 0;
  },
});
