/**
 * The events that a run begins with.
 *
 * @module
 */
import type { ChildLimit } from "../code/child/enforcement.ts";
import type { ParameterState } from "../problem/problem.ts";
import { encodeValues } from "../trainer/candidate.ts";
import type { CommandOptions, EventOf, Sends } from "../trainer/event.ts";
import { changeableSettings } from "../trainer/settings_in_force.ts";
import { machineClock } from "./clock.ts";
import { environmentFacts } from "./environment.ts";
import type { PreparedRun } from "./prepare_run.ts";
import { sendsOf } from "./sends.ts";

/** The first event: the task and all settings. @param missingLimits of sandboxes, on this machine */
export function startedEvent(
  run: PreparedRun,
  missingLimits: readonly ChildLimit[],
): EventOf<"started"> {
  const { plan, settings, facts, initial, model, fingerprint } = run;
  const { options, agentModel, clock = machineClock } = plan;
  const { examplesHash: _hash, ...task } = facts; // it is in the fingerprint
  return {
    type: "started",
    version: 1,
    task: { ...task, parameters: facts.parameters.map(encodedState) },
    ...(options.taskSource === undefined ? {} : { taskSource: options.taskSource }),
    ...settings,
    model: model?.name ?? null,
    ...(agentModel === undefined ? {} : { agentModel: agentModel.name }),
    ...sendsIn(run),
    candidate: initial.id,
    fingerprint,
    ...commandOptionsIn(run),
    environment: environmentFacts(),
    missingLimits,
    at: clock.now(),
  };
}

/** The event with which a log goes on: what is different from its beginning. @param seconds that the run took before */
export function resumedEvent(
  run: PreparedRun,
  missingLimits: readonly ChildLimit[],
  seconds: number,
): EventOf<"resumed"> {
  const { plan: { clock = machineClock }, settings, events, changes, fingerprint } = run;
  return {
    type: "resumed",
    step: events.findLast((event) => event.type === "step")?.step ?? 0,
    at: clock.now(),
    seconds,
    settings: changeableSettings(settings),
    ...(changes.length === 0 ? {} : { forced: changes, fingerprint }),
    ...commandOptionsIn(run),
    missingLimits,
    ...sendsIn(run),
  };
}

/** What a run sends to models; nothing when it has none. */
function sendsIn({ model, plan: { agentModel }, facts, isTraced }: PreparedRun): { sends?: Sends } {
  if (model === null && agentModel === undefined) return {};
  return { sends: sendsOf({ model, agentModel }, { ...facts, isTraced }) };
}

function commandOptionsIn({ plan }: PreparedRun): { commandOptions?: CommandOptions } {
  const { commandOptions } = plan.options;
  return Object.keys(commandOptions ?? {}).length === 0 ? {} : { commandOptions: commandOptions! }; // !: it has keys
}

function encodedState(state: ParameterState): ParameterState {
  return { ...state, ...encodeValues({ value: state.value }) };
}
