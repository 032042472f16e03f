/**
 * Evaluates for runs of other processes in this process.
 *
 * @module
 */
import { messageOf } from "../../message_of.ts";
import { fingerprintOf } from "../../run/fingerprint.ts";
import { openEvaluator } from "../../run/open_evaluator.ts";
import type { BatchQueue } from "../../spread/batch_queue.ts";
import { decodePlan, differencesOf, identityOf } from "../../spread/evaluation_plan.ts";
import { openBatches } from "../../spread/open_batches.ts";
import { WakeUp } from "../../spread/wake_up.ts";
import { workOnBatches } from "../../spread/work_on_batches.ts";
import { loadTask } from "../../task/load_task.ts";
import type { ServeEnd, ServeRequest } from "../message.ts";
import { databaseHere } from "./spread_here.ts";
import type { TaskContext } from "./task_context.ts";

/** Time between two looks whether a run is left, in milliseconds. */
const lookMs = 2_000;

/** Loads the task, compares it with the run's, and works until no run with this plan is left. */
export async function serveHere(
  { taskSource, run: id, worker, options: { slots } }: ServeRequest,
  { follow }: TaskContext,
): Promise<ServeEnd> {
  const ending = new AbortController();
  follow({
    stop: () => ending.abort(),
    fail(error) {
      console.error(messageOf(error));
      Deno.exit(1); // not in order: the start of its batches counts, as one of them may be at fault
    },
  });
  await using queue = await openBatches(databaseHere(), "opto worker");
  const run = (await queue.runs()).find((run) => run.id === id);
  if (run === undefined) return { kind: "over" };
  const plan = decodePlan(run.plan);
  const { settings, fingerprint: { version } } = plan;
  const { task, url } = await loadTask(taskSource);
  const { evaluationTimeoutMs, propagator, sandbox } = settings;
  await using evaluator = openEvaluator(task, {
    options: {
      ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }),
      ...(propagator === undefined ? {} : { propagator }),
      ...(sandbox === undefined ? {} : { sandbox }),
    },
    settings: { seed: settings.seed, concurrency: slots },
    pipeline: { traceStatements: settings.traceStatements },
  });
  const { examplesHash: examples } = await evaluator.facts();
  const fingerprint = await fingerprintOf({ taskSource: url, version, examples });
  const own = { task: task.name, fingerprint, settings };
  if (identityOf(own) !== run.identity) {
    const differences = differencesOf(plan, own);
    await queue.refuse(id, differences);
    return { kind: "other", differences };
  }
  const watching = endWithRuns(queue, run.identity, ending);
  const { identity } = run;
  try {
    await workOnBatches({
      queue,
      evaluator,
      worker: { id: worker, identity, slots },
      signal: ending.signal,
    });
  } finally {
    ending.abort();
    await watching;
  }
  return { kind: "over" };
}

/** Ends the work when no run with this plan is left, or the queue cannot be reached. */
async function endWithRuns(
  queue: BatchQueue,
  identity: string,
  ending: AbortController,
): Promise<void> {
  const { signal } = ending;
  const wake = new WakeUp();
  signal.addEventListener("abort", () => wake.call(), { once: true });
  while (!signal.aborted) {
    await wake.wait(lookMs);
    if (signal.aborted) return;
    const isLeft = await queue.runs().then(
      (runs) => runs.some((run) => run.identity === identity),
      () => false,
    );
    if (!isLeft) ending.abort();
  }
}
