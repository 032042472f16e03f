/**
 * Opens the language model of a run: one that an option, the environment or the task names, else none.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "./language_model.ts";

/** Name and server of a model, and files of recorded calls. */
export interface ModelChoice {
  readonly model: string | undefined;
  /** The task's own model object, used when none is named. */
  readonly own?: LanguageModel | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
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

/** The model that is named, else the task's own object, else null. */
async function namedOrOwn({ model, own, ...where }: ModelChoice): Promise<LanguageModel | null> {
  return model === undefined ? own ?? null : await openModel(model, where);
}

/** A model behind an OpenAI-compatible API. @throws {UsageError} when neither key nor server is set */
export async function openModel(
  name: string,
  where: { readonly baseUrl: string | undefined; readonly apiKey: string | undefined },
): Promise<LanguageModel> {
  if (where.baseUrl === undefined && where.apiKey === undefined) {
    throw new UsageError(`Cannot ask the model "${name}": received neither a key nor a server`, {
      advice: "Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL (--base-url) for another server.",
    });
  }
  const { openaiModel } = await import("./openai_model.ts");
  return openaiModel({ model: name, baseUrl: where.baseUrl, apiKey: where.apiKey });
}
