/**
 * Runs a task in this process.
 *
 * @module
 */
import { join } from "node:path";
import type { ChosenModels } from "../../model/chosen_model.ts";
import { isProposer } from "../../optimizer/optimizers.ts";
import type { OptimizeOptions } from "../../run/optimize_options.ts";
import { executeTask } from "../../run/optimize.ts";
import type { Task } from "../../task/task.ts";
import { readEventLog } from "../../trainer/event_log.ts";
import type { RunEvent } from "../../trainer/event.ts";
import type { LoadedFacts, RunSummary, RunTaskRequest } from "../message.ts";
import { descriptionOf } from "./description_of.ts";
import { modelsOf } from "./models_of.ts";
import { openTask } from "./open_task.ts";
import type { TaskContext } from "./task_context.ts";

/** Shortest time between two messages that there are new events, in milliseconds. */
const newsMs = 20;

/** Loads the task, opens its model and runs it; events go to the channel. */
export async function runHere(
  request: RunTaskRequest,
  { channel, follow }: TaskContext,
): Promise<RunSummary> {
  const { options, hasRunDir = false } = request;
  await using opened = await openTask(request, options.budget);
  const { task, url } = opened;
  await using chosen = await modelsOf(request, task);
  opened.judgeBy(chosen.agentModel ?? chosen.model);
  const runDir = options.runDir ?? (hasRunDir ? newRunDir(task.name) : undefined);
  channel.post({ type: "loaded", facts: factsOf(task, chosen, runDir) });
  const spread = request.isSpread
    ? (await import("./spread_here.ts")).spreadHere(opened.source)
    : undefined;
  const run = executeTask(task, {
    ...(spread === undefined ? {} : { concurrency: spread.concurrency }),
    ...options,
    ...remembered(options, chosen),
    ...replayOptions(request),
    ...(runDir === undefined ? {} : { runDir }),
    taskSource: url,
    model: chosen.model,
    ...(chosen.agentModel === undefined ? {} : { agentModel: chosen.agentModel }),
  }, {
    judge: chosen.judge,
    traceParent: request.traceParent,
    spread,
    publish: sender(request, channel),
    onBegin: (left) =>
      channel.post({ type: "begun", secondsLeft: Number.isFinite(left) ? left : null }),
    onEnding: (event) => channel.post({ type: "ending", event }),
  });
  follow(run);
  const { summary } = await run.result;
  return summary === undefined ? {} : { summary };
}

/** The options for a resume; the server of a model is no part of them when none is asked. */
function remembered(
  { commandOptions }: RunTaskRequest["options"],
  { model, agentModel }: ChosenModels,
): OptimizeOptions {
  if (commandOptions === undefined || model !== null || agentModel !== undefined) return {};
  const { "base-url": _unused, ...others } = commandOptions;
  return { commandOptions: others };
}

/** Sends events, or word of them. */
function sender(
  { hasEvents = true }: RunTaskRequest,
  channel: TaskContext["channel"],
): (event: RunEvent) => void {
  let last = -Infinity;
  return (event) => {
    if (hasEvents || event.type === "started" || event.type === "finished") {
      channel.post({ type: "event", event });
    } else if (performance.now() - last >= newsMs) {
      channel.post({ type: "news" });
      last = performance.now();
    }
  };
}

function replayOptions({ replayOf }: RunTaskRequest): OptimizeOptions {
  return replayOf === undefined ? {} : { clockOf: readEventLog(join(replayOf, "events.jsonl")) };
}

function factsOf(task: Task, { model, agentModel }: ChosenModels, runDir = ""): LoadedFacts {
  const { optimizer } = task;
  return {
    ...descriptionOf(task),
    model: model?.name ?? null,
    ...(agentModel === undefined ? {} : { agentModel: agentModel.name }),
    ...(isProposer(optimizer) ? { proposer: optimizer.name } : {}),
    runDir,
  };
}

/** A path such as `opto-runs/quickstart-20261120-153012` that does not exist yet. */
function newRunDir(taskName: string): string {
  const name = taskName.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "run";
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  for (let count = 1;; count++) {
    const path = join("opto-runs", `${name}-${time}${count === 1 ? "" : `-${count}`}`);
    if (!exists(path)) return path;
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false; // other errors are reported when the run creates the directory
  }
}
