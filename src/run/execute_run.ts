/**
 * Executes one run, from its first event to its last.
 *
 * @module
 */
import { enforcementHere } from "../code/child/enforcement.ts";
import { inSpan } from "../spans.ts";
import type { RunEvent } from "../trainer/event.ts";
import { failedEvent, stoppedEvent } from "./finished_event.ts";
import { observed } from "./observed.ts";
import { prepareRun, type RunPlan } from "./prepare_run.ts";
import { Failure, type RunPort, type RunResult } from "./run.ts";
import { RunExecution } from "./run_execution.ts";

/** Executes a run; its last event is always `finished`. */
export async function executeRun(plan: RunPlan, port: RunPort): Promise<RunResult> {
  let isFinished = false;
  const readers = observed(port, plan.options.onEvent);
  const publish = (event: RunEvent) => {
    isFinished ||= event.type === "finished";
    readers.publish(event);
  };
  const { signal, runDir = "" } = plan.options;
  const stopped = AbortSignal.any([port.signal, ...(signal ? [signal] : [])]);
  const enforcement = enforcementHere(); // found out while the run is prepared
  try {
    await using prepared = await prepareRun(plan, stopped);
    using execution = new RunExecution(prepared, { ...port, publish, signal: stopped }, executeRun);
    const { missing } = await enforcement;
    const { trainer, facts: { name } } = prepared;
    const attributes = { "opto.task": name, "opto.trainer": trainer.name };
    const work = () => execution.run(missing);
    return await inSpan("opto.run", attributes, work, port.traceParent);
  } catch (thrown) {
    const error = thrown instanceof Failure ? thrown.cause : thrown;
    if (isFinished) throw error;
    const isStopped = stopped.aborted && error === stopped.reason;
    const event = isStopped ? stoppedEvent(runDir) : failedEvent(error, runDir);
    publish(event);
    if (isStopped) return { ...event, values: {} };
    throw error;
  } finally {
    await enforcement; // its process does not outlive the run
  }
}
