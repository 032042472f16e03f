/**
 * `report`: writes the report of a run again from its events.
 *
 * @module
 */
import { join } from "node:path";
import { renderReport } from "../../run/report.ts";
import { streamEventLog } from "../../trainer/event_log.ts";
import { type Command, defineCommand } from "../command.ts";

/** Reads `events.jsonl` of a run directory, writes `report.html` beside it. */
export const reportCommand: Command = defineCommand({
  usage: "RUN",
  words: [1, 1],
  options: {
    output: {
      kind: "string",
      short: "o",
      value: "FILE",
      help: "File to write",
      default: "RUN/report.html",
    },
  },
  async run({ words: [runDir = ""], options: { output } }, { terminal }) {
    const path = output ?? join(runDir, "report.html");
    const events = streamEventLog(join(runDir, "events.jsonl"));
    await Deno.writeTextFile(path, await renderReport(events));
    terminal.out(`${path}\n`);
    return 0;
  },
});
