/**
 * `replay`: repeats a run offline and compares the records.
 *
 * @module
 */
import { join } from "node:path";
import { UsageError } from "../../errors.ts";
import type { EventOf, RunEvent } from "../../trainer/event.ts";
import { readEventLog } from "../../trainer/event_log.ts";
import { startedIn } from "../../trainer/settings_in_force.ts";
import { optimizerNames } from "../../optimizer/optimizers.ts";
import { acceptanceNames } from "../../trainer/acceptance.ts";
import { trainerNames } from "../../trainer/trainers.ts";
import { type Command, defineCommand } from "../command.ts";
import { plural } from "../../run/amount_text.ts";
import { bold, green, lines, red, styled } from "../terminal_text.ts";
import { onInterrupt } from "../interrupt.ts";
import { untrustedLimits, untrustedOptions } from "../untrusted_limits.ts";
import { TaskOutput } from "../task_output.ts";

const details =
  `All evaluations are repeated. The answers of the model, and evaluations that timed out, are read
from the log. Equal records show that the run depends only on its task, its seed and the log.
Exit code 1 when they differ; 2 when the task, its examples, the library or Deno changed.`;

/** Repeats a run from its log. */
export const replayCommand: Command = defineCommand({
  usage: "RUN",
  words: [1, 1],
  details,
  options: {
    task: { kind: "string", value: "FILE", help: "File of the task, when it has moved" },
    concurrency: { kind: "integer", value: "N", min: 1, help: "Evaluations at the same time" },
    ...untrustedOptions,
    force: { kind: "flag", help: "Repeat it although task, examples, library or Deno changed" },
  },
  async run({ words: [runDir = ""], options }, { terminal, runner }) {
    const before = readEventLog(join(runDir, "events.jsonl"));
    const started = startedIn(before);
    const taskSource = options.task ?? started?.taskSource;
    if (started === undefined || taskSource === undefined) {
      throw new UsageError(`Cannot replay "${runDir}": its log does not name a task`, {
        advice: "Give the file of the task with --task.",
      });
    }
    const { superviseRun } = await import("../../supervise/supervise_run.ts");
    const stopping = new AbortController();
    using interrupts = onInterrupt(() => stopping.abort());
    const output = new TaskOutput((line) => terminal.err(lines([line])));
    const after: RunEvent[] = [];
    // A task that was not trusted in the run is not trusted now.
    const wasUntrusted = before.some((event) =>
      "commandOptions" in event && event.commandOptions?.untrusted === true
    );
    const untrusted = options.untrusted || wasUntrusted;
    await superviseRun({
      kind: "run",
      taskSource,
      untrusted: await untrustedLimits({ ...options, untrusted }),
      options: {
        ...sameOptions(started, before),
        force: options.force ?? false,
        ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      },
      replayOf: runDir,
      model: { named: undefined, baseUrl: undefined, replay: undefined, record: undefined },
    }, {
      runner,
      signal: stopping.signal,
      hasInput: true,
      onOutput: (line) => output.add(line),
      onEvent: (event) => after.push(event),
    });
    if (interrupts.isRequested) return 130;
    const changes = await changesSince(before, after);
    if (changes.length > 0) {
      terminal.out(styled`Changed since the run: ${changes.join(", ")}.\n`);
    }
    const difference = await firstDifference(before, after);
    if (difference === undefined) {
      const { runRecords } = await import("../../run/run_records.ts");
      terminal.out(
        styled`${green(bold("Same."))} ${plural(runRecords(after).length, "record")} agree.\n`,
      );
      return 0;
    }
    terminal.out(
      styled`${red(bold("Not the same."))} The first record that differs:\n${difference}\n`,
    );
    return 1;
  },
});

/** What changed between the runs of two logs, by name. */
async function changesSince(
  before: readonly RunEvent[],
  after: readonly RunEvent[],
): Promise<readonly string[]> {
  const { changesBetween, fingerprintIn } = await import("../../run/fingerprint.ts");
  const [old, now] = [fingerprintIn(before), fingerprintIn(after)];
  return old === undefined || now === undefined ? [] : changesBetween(old, now);
}

/** The options that decide the records; limits of time, of money and of the model are left out. */
function sameOptions(started: EventOf<"started">, events: readonly RunEvent[]) {
  const lastStep = events.findLast((event) => event.type === "step")?.step ?? 0;
  const finished = events.findLast((event) => event.type === "finished");
  const isWhole = finished !== undefined && isPlanned(finished);
  const { seed, batchSize, proposals, threshold, target, patience, prompts } = started;
  const { samples, sampling } = started;
  const measured = events.find((event) => event.type === "measured");
  const { evaluationCost } = measured ?? started;
  const accept = acceptanceNames.find((name) => name === started.accept);
  const optimizer = optimizerNames.find((name) => name === started.optimizer);
  const trainer = trainerNames.find((name) => name === started.trainer);
  return {
    seed,
    batchSize,
    // Strategies of one's own come from the task.
    ...(optimizer === undefined ? {} : { optimizer: { name: optimizer, ...prompts } }),
    ...(trainer === undefined ? {} : { trainer }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(accept === undefined ? {} : { accept }),
    ...(evaluationCost === undefined ? {} : { evaluationCost }),
    ...(samples === undefined ? {} : { samples }),
    ...(sampling === undefined ? {} : { sampling }),
    steps: isWhole ? started.steps : lastStep,
    ...(proposals === undefined ? {} : { proposals }),
    ...(target === undefined ? {} : { target }),
    ...(patience === undefined ? {} : { patience }),
    budget: {
      calls: null,
      tokens: null,
      usd: null,
      seconds: null,
      evaluations: started.budget.evaluations,
    },
  };
}

/** Whether a run ended by itself, and not by a limit or an interrupt. */
function isPlanned({ stopReason }: EventOf<"finished">): boolean {
  return stopReason === "steps" || stopReason === "target" || stopReason === "patience";
}

/** A record of one run that the other lacks. A run that was stopped may lack records at its end. */
async function firstDifference(
  before: readonly RunEvent[],
  after: readonly RunEvent[],
): Promise<string | undefined> {
  const { runRecords } = await import("../../run/run_records.ts");
  const lastStep = before.findLast((event) => event.type === "step")?.step ?? 0;
  const isWithin = (event: RunEvent) => !("step" in event) || event.step <= lastStep;
  const [old, now] = [runRecords(before.filter(isWithin)), runRecords(after)];
  const [known, made] = [new Set(old), new Set(now)];
  const missing = old.find((record) => !made.has(record));
  if (missing !== undefined) return `before, not now: ${missing.slice(0, 2000)}`;
  const finished = before.findLast((event) => event.type === "finished");
  if (finished === undefined || !isPlanned(finished)) return undefined;
  const extra = now.find((record) => !known.has(record));
  return extra === undefined ? undefined : `now, not before: ${extra.slice(0, 2000)}`;
}
