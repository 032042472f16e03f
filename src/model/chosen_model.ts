/**
 * Opens the language model of a run: one that an option, the environment or the task names, else none.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { derivedModel } from "./derived_model.ts";
import type { LanguageModel } from "./language_model.ts";
import type { ModelPrice } from "./price.ts";

/** Server, limits and price of a model that is named. */
export interface ModelSettings {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  /** Milliseconds for one answer. @default the client's own */
  readonly timeoutMs?: number | undefined;
  /** Largest answer. @default the client's own */
  readonly maxAnswerBytes?: number | undefined;
  /** @default the list price, if known */
  readonly price?: ModelPrice | undefined;
}

/** Name and settings of a model, and files of recorded calls. */
export interface ModelChoice extends ModelSettings {
  readonly model: string | undefined;
  /** The task's own model object, used when none is named. */
  readonly own?: LanguageModel | undefined;
  /** A file of recorded calls to answer from. */
  readonly replay: string | undefined;
  /** A file to record calls to. */
  readonly record: string | undefined;
  /** Whether `record` may append to an existing file. */
  readonly isResumed?: boolean;
}

/** The model, or null. Disposing it closes the recording. */
export interface ChosenModel extends AsyncDisposable {
  readonly model: LanguageModel | null;
}

/**
 * Opens the named model. A key alone opens none.
 *
 * @throws {UsageError} when options contradict each other, or neither key nor server is set
 */
export async function chooseModel(choice: ModelChoice): Promise<ChosenModel> {
  const { replay, record } = choice;
  refuseIdle(choice);
  if (replay !== undefined && record !== undefined) {
    throw new UsageError("Cannot use --record together with --replay: a replay calls no model", {
      advice: "Use only one of them.",
    });
  }
  if (replay !== undefined) {
    const { replaying } = await import("./replaying.ts");
    return { model: await replaying(replay), async [Symbol.asyncDispose]() {} };
  }
  const model = await namedOrOwn(choice);
  if (model === null) {
    if (record === undefined) return { model, async [Symbol.asyncDispose]() {} };
    throw new UsageError(`Cannot record to "${record}": no model is named`, {
      advice: "Name one with --model or OPTO_MODEL.",
    });
  }
  if (record === undefined) return { model, async [Symbol.asyncDispose]() {} };
  const { RecordingFile, recording } = await import("./recording.ts");
  const file = await RecordingFile.open(record, { isResumed: choice.isResumed ?? false });
  const secrets = choice.apiKey === undefined ? [] : [choice.apiKey];
  return {
    model: recording(model, file, { secrets }),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

/** Refuses settings that would have no effect. */
function refuseIdle({ model, own, replay, ...settings }: ModelChoice): void {
  const hasClient = model !== undefined && replay === undefined;
  const isIdle = {
    "--model-timeout": settings.timeoutMs !== undefined && !hasClient,
    "--max-answer-bytes": settings.maxAnswerBytes !== undefined && !hasClient,
    "--price": settings.price !== undefined && !hasClient &&
      (own === undefined || replay !== undefined),
  };
  const [option] = Object.entries(isIdle).find(([, isSet]) => isSet) ?? [];
  if (option === undefined) return;
  const reason = replay !== undefined
    ? "a replay calls no model"
    : own !== undefined
    ? "the task's own model has its own limits"
    : "no model is named";
  throw new UsageError(`Cannot use ${option}: ${reason}`, {
    advice: replay !== undefined
      ? `Leave ${option} out.`
      : "Name a model with --model or OPTO_MODEL.",
  });
}

/** The model that is named, else the task's own object, else null. */
async function namedOrOwn({ model, own, ...settings }: ModelChoice): Promise<LanguageModel | null> {
  if (model !== undefined) return await openModel(model, settings);
  if (own === undefined || settings.price === undefined) return own ?? null;
  const { price } = settings;
  return derivedModel({ ...own, name: own.name, price }, (...call) => own.generate(...call));
}

/** A model behind an OpenAI-compatible API. @throws {UsageError} when neither key nor server is set */
export async function openModel(name: string, settings: ModelSettings): Promise<LanguageModel> {
  const { baseUrl, apiKey, timeoutMs, maxAnswerBytes, price } = settings;
  if (baseUrl === undefined && apiKey === undefined) {
    throw new UsageError(`Cannot ask the model "${name}": received neither a key nor a server`, {
      advice: "Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL (--base-url) for another server.",
    });
  }
  const { openaiModel } = await import("./openai_model.ts");
  return openaiModel({
    model: name,
    baseUrl,
    apiKey,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
    ...(price === undefined ? {} : { price }),
  });
}
