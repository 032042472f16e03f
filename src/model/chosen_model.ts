/**
 * Opens the language models of a run: those that options, the environment or the task name, recorded or replayed.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { answering } from "./answering.ts";
import { derivedModel } from "./derived_model.ts";
import type { Exchange } from "./exchange.ts";
import type { LanguageModel } from "./language_model.ts";
import { keyNameOf, type ModelSettings, openLate, openModel } from "./open_model.ts";
import type { ModelRole } from "./spending.ts";

/** Names and settings of models, and files of recorded calls. */
export interface ModelChoice extends ModelSettings {
  readonly model: string | undefined;
  /** The task's own model object, used when none is named. */
  readonly own?: LanguageModel | undefined;
  /** The agent's model, with the other settings. @default none is named */
  readonly agent?: NamedAgentModel | undefined;
  /** A file of recorded calls to answer from. */
  readonly replay: string | undefined;
  /** A file to record calls to. */
  readonly record: string | undefined;
  /** The calls in the log of the run that is resumed: `record` goes on with the file of that run. @default a new run */
  readonly logged?: readonly Exchange[] | undefined;
  /** Whether a model that is named opens at its first call, so that one that is never asked needs no key. @default false */
  readonly opensLate?: boolean;
}

/** The agent's model. */
export interface NamedAgentModel {
  readonly model: string | undefined;
  /** The task's own object, used when none is named. */
  readonly own?: LanguageModel | undefined;
  /** Null for the server of the name's provider, else OpenAI's. @default that of the run's model */
  readonly baseUrl?: string | null | undefined;
}

/** The models. Disposing them closes the recording. */
export interface ChosenModels extends AsyncDisposable {
  /** The optimizer's, or null. */
  readonly model: LanguageModel | null;
  /** The agent's, where one is named. */
  readonly agentModel?: LanguageModel;
  /** The model of a judge, recorded or replayed as the others are. */
  readonly judge: (model: LanguageModel) => LanguageModel;
}

const nothingToClose = { async [Symbol.asyncDispose]() {} };

/**
 * Opens the named models. A key alone opens none.
 *
 * @throws {UsageError} when options contradict each other, or neither key nor server is set
 */
export async function chooseModels(choice: ModelChoice): Promise<ChosenModels> {
  const { replay, record, agent } = choice;
  refuseIdle(choice);
  if (replay !== undefined && record !== undefined) {
    throw new UsageError("Cannot use --record together with --replay: a replay calls no model", {
      advice: "Use only one of them.",
    });
  }
  if (replay !== undefined) {
    const { readRecording } = await import("./replaying.ts");
    return answeringModels(await readRecording(replay), {
      agentModel: agent?.model ?? agent?.own?.name,
    });
  }
  const { price: _ofModel, ...settings } = choice;
  const model = await namedOrOwn(choice);
  const agentModel = agent === undefined ? null : await namedOrOwn({
    ...settings,
    ...agent,
    baseUrl: agentServer(agent, settings.baseUrl),
    ...(agent.model !== undefined && agent.model === choice.model ? { price: choice.price } : {}),
  });
  const models = { model, ...(agentModel === null ? {} : { agentModel }) };
  if (record === undefined) return { ...models, judge: (own) => own, ...nothingToClose };
  if (model === null && agentModel === null) {
    throw new UsageError(`Cannot record to "${record}": no model is named`, {
      advice: "Name one with --model or OPTO_MODEL.",
    });
  }
  return await recordedModels(models, record, choice);
}

/**
 * Models that answer from exchanges alone.
 *
 * @param options `agentModel` is the name of the agent's model; without one the run's answers the agent too
 */
export function answeringModels(
  exchanges: readonly Exchange[],
  { agentModel }: { readonly agentModel: string | undefined },
): ChosenModels {
  const of = (...roles: readonly ModelRole[]) =>
    exchanges.filter(({ role }) => roles.includes(role ?? "optimizer"));
  const judged = answering(null, of("judge"));
  // The recording of a search has answers to the agent only.
  const isSearch = agentModel !== undefined && exchanges.length > 0 && of("optimizer").length === 0;
  return {
    model: isSearch
      ? null
      : answering(null, agentModel === undefined ? of("optimizer", "agent") : of("optimizer")),
    ...(agentModel === undefined
      ? {}
      : { agentModel: { ...answering(null, of("agent")), name: agentModel } }),
    judge: ({ name }) => ({ ...judged, name }),
    ...nothingToClose,
  };
}

/** The same models, whose calls are recorded. Calls that a killed run recorded and did not log are not made again. */
async function recordedModels(
  { model, agentModel }: Pick<ChosenModels, "model" | "agentModel">,
  path: string,
  { logged, ...choice }: ModelChoice,
): Promise<ChosenModels> {
  const { RecordingFile, recording } = await import("./recording.ts");
  const { continueRecording } = await import("./continued_recording.ts");
  const secrets = secretsOf(choice);
  const { file, unlogged } = logged === undefined
    ? { file: await RecordingFile.open(path), unlogged: [] }
    : await continueRecording(path, { logged, secrets });

  function recorded(inner: LanguageModel, role: Exchange["role"]): LanguageModel {
    const known = unlogged.filter((exchange) => exchange.role === role);
    const outer = recording(inner, file, { secrets, role });
    return known.length === 0 ? outer : answering(outer, known);
  }

  return {
    model: model && recorded(model, undefined),
    ...(agentModel === undefined ? {} : { agentModel: recorded(agentModel, "agent") }),
    judge: (own) => recorded(own, "judge"),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

/** The server of the agent's model; undefined for that of its name. */
function agentServer(
  { baseUrl }: NamedAgentModel,
  ofRun: string | undefined,
): string | undefined {
  return baseUrl === null ? undefined : baseUrl ?? ofRun;
}

/** Keys that a recording must not hold. */
function secretsOf(
  { model, agent, baseUrl, apiKey, env = () => undefined }: ModelChoice,
): readonly string[] {
  const names = [
    ...(model === undefined ? [] : [keyNameOf(model, baseUrl)]),
    ...(agent?.model === undefined ? [] : [keyNameOf(agent.model, agentServer(agent, baseUrl))]),
  ];
  const keys = [apiKey, ...names.map((name) => name === null ? undefined : env(name))];
  return keys.filter((key): key is string => key !== undefined && key !== "");
}

/** Refuses settings that would have no effect. */
function refuseIdle({ model, own, agent, replay, ...settings }: ModelChoice): void {
  const hasClient = (model !== undefined || agent?.model !== undefined) && replay === undefined;
  const isIdle = {
    "--agent-base-url": typeof agent?.baseUrl === "string" && agent.model === undefined,
    "--model-timeout": settings.timeoutMs !== undefined && !hasClient,
    "--model-rate": settings.callsPerMinute !== undefined && !hasClient,
    "--max-answer-bytes": settings.maxAnswerBytes !== undefined && !hasClient,
    "--price": settings.price !== undefined &&
      (model === undefined || replay !== undefined) &&
      (own === undefined || replay !== undefined),
  };
  const [option] = Object.entries(isIdle).find(([, isSet]) => isSet) ?? [];
  if (option === undefined) return;
  const reason = replay !== undefined
    ? "a replay calls no model"
    : option === "--agent-base-url"
    ? "no model is named for the agent"
    : own !== undefined
    ? "the task's own model has its own limits"
    : "no model is named";
  throw new UsageError(`Cannot use ${option}: ${reason}`, {
    advice: replay !== undefined
      ? `Leave ${option} out.`
      : option === "--agent-base-url"
      ? "Name one with --agent-model."
      : "Name a model with --model or OPTO_MODEL.",
  });
}

/** The model that is named, else the task's own object, else null. */
async function namedOrOwn(
  { model, own, opensLate = false, ...settings }:
    & Pick<ModelChoice, "model" | "own" | "opensLate">
    & ModelSettings,
): Promise<LanguageModel | null> {
  if (model !== undefined) return await (opensLate ? openLate : openModel)(model, settings);
  if (own === undefined || settings.price === undefined) return own ?? null;
  const { price } = settings;
  return derivedModel({ ...own, name: own.name, price }, (...call) => own.generate(...call));
}
