/**
 * Evaluates for runs of other processes in this process.
 *
 * @module
 */
import { TaskError } from "../../errors.ts";
import { messageOf } from "../../message_of.ts";
import { openEvaluator } from "../../run/open_evaluator.ts";
import type { BatchQueue } from "../../spread/batch_queue.ts";
import { decodePlan, differencesOf, identityOf } from "../../spread/evaluation_plan.ts";
import { openBatches } from "../../spread/open_batches.ts";
import { WakeUp } from "../../spread/wake_up.ts";
import { workOnBatches } from "../../spread/work_on_batches.ts";
import type { ServeEnd, ServeRequest } from "../message.ts";
import { openPlannedTask } from "./planned_task.ts";
import { databaseHere } from "./spread_here.ts";
import type { TaskContext } from "./task_context.ts";

/** Time between two looks whether a run is left, in milliseconds. */
const lookMs = 2_000;

/** Opens the task, compares it with the run's, and works until no run with this plan is left. */
export async function serveHere(request: ServeRequest, { follow }: TaskContext): Promise<ServeEnd> {
  const ending = new AbortController();
  follow({
    stop: () => ending.abort(),
    fail(error) {
      console.error(messageOf(error));
      Deno.exit(1); // not in order: the start of its batches counts, as one of them may be at fault
    },
  });
  await using queue = await openBatches(databaseHere(), "opto worker");
  try {
    return await serve(request, { queue, ending });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reason = error.message.slice(0, 1_000);
    await queue.refuse(request.run, reason);
    return { kind: "refused", reason };
  }
}

async function serve(
  { taskSource, run, identity, worker: id, options: { slots } }: ServeRequest,
  { queue, ending }: { readonly queue: BatchQueue; readonly ending: AbortController },
): Promise<ServeEnd> {
  const json = await queue.plan(run);
  if (json === undefined) return { kind: "over" };
  const plan = decodePlan(json);
  const { settings } = plan;
  const { evaluationTimeoutMs, propagator, sandbox } = settings;
  await using opened = await openPlannedTask(plan, taskSource).catch(refuseSource);
  const { task } = opened;
  let end: Error | undefined;
  opened.ended.then((error) => ending.abort(end = error));
  await using evaluator = openEvaluator(task, {
    options: {
      ...(evaluationTimeoutMs === undefined ? {} : { evaluationTimeoutMs }),
      ...(propagator === undefined ? {} : { propagator }),
      ...(sandbox === undefined ? {} : { sandbox }),
    },
    settings: { seed: settings.seed, concurrency: slots },
    pipeline: { traceStatements: settings.traceStatements },
  });
  const { examplesHash } = await evaluator.facts().catch(refuseSource);
  const own = { ...plan, task: task.name, fingerprint: await opened.fingerprint(examplesHash) };
  if (identityOf(own) !== identity) {
    throw new Refusal(`these differ: ${differencesOf(plan, own)}`);
  }
  const watching = endWithRuns(queue, identity, ending);
  try {
    const worker = { id, identity, slots };
    await workOnBatches({ queue, evaluator, worker, signal: ending.signal });
  } finally {
    ending.abort();
    await watching;
  }
  if (end !== undefined) throw new Refusal(messageOf(end));
  return { kind: "over" };
}

/** Why this worker does not evaluate for a run. */
class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Makes an error of a source a refusal: another try would not mend it. @throws always */
function refuseSource(error: unknown): never {
  throw error instanceof TaskError ? new Refusal(error.message) : error;
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
