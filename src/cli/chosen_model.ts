/**
 * Which language model a run asks: only one that was named, by option, environment or task.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";

/** What says which model, and where. */
export interface ModelChoice {
  readonly model: string | undefined;
  /** The task's own model object, used when none is named. */
  readonly own?: LanguageModel | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  /** A file of exchanges to answer from instead. */
  readonly replay: string | undefined;
  /** A file to write exchanges to. */
  readonly record: string | undefined;
  /** Whether `record` may go on with a file that is there. */
  readonly isResumed?: boolean;
}

/** The model, or null, and what has to be closed after the run. */
export interface ChosenModel extends AsyncDisposable {
  readonly model: LanguageModel | null;
}

/**
 * Opens the model that was named. A key alone names none.
 *
 * @throws {UsageError} when the choice contradicts itself, or OpenAI is to be asked without a key
 */
export async function chooseModel(choice: ModelChoice): Promise<ChosenModel> {
  const { replay, record } = choice;
  if (replay !== undefined && record !== undefined) {
    throw new UsageError("Cannot use --record together with --replay: nothing new is asked", {
      advice: "Leave one of them out.",
    });
  }
  if (replay !== undefined) {
    const { replaying } = await import("../model/replaying.ts");
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
  const { RecordingFile, recording } = await import("../model/recording.ts");
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

/** A model behind the OpenAI API. */
export async function openModel(
  name: string,
  where: { readonly baseUrl: string | undefined; readonly apiKey: string | undefined },
): Promise<LanguageModel> {
  if (where.baseUrl === undefined && where.apiKey === undefined) {
    throw new UsageError(`Cannot ask the model "${name}": no key and no server are named`, {
      advice: "Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL (--base-url) for another server.",
    });
  }
  const { openaiModel } = await import("../model/openai_model.ts");
  return openaiModel({ model: name, baseUrl: where.baseUrl, apiKey: where.apiKey });
}
