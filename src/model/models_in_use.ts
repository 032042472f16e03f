/**
 * The models of an asynchronous context: the one that answers `ask`, and the wrapper of judges' models.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { LanguageModel } from "./language_model.ts";

/** The models that an agent and its guide reach. */
export interface ModelsInUse {
  /** Answers `ask`. */
  readonly agent: LanguageModel;
  /** The model of a judge, within the budget of the run. */
  readonly judge: (model: LanguageModel) => LanguageModel;
}

const place = Symbol.for("opto.models.1");

/** Shared by all loaded copies of the library: a task and the command line may have loaded two. */
// as: the symbol belongs to Opto, and its number changes with the shape of the state
const storage = (globalThis as { [place]?: AsyncLocalStorage<ModelsInUse> })[place] ??=
  new AsyncLocalStorage<ModelsInUse>();

/** The models of this context; undefined outside of a run and of `withModel`. */
export function modelsInUse(): ModelsInUse | undefined {
  return storage.getStore();
}

/** Calls `fn` with models in use, until its promise settles. */
export function withModels<R>(models: ModelsInUse, fn: () => R): R {
  return storage.run(models, fn);
}

/**
 * Calls `fn`; `ask` in it gets its answers from `model`. A run does this for its agent; an application that uses an agent
 * by itself calls it here.
 *
 * @param model answers
 * @param fn called at once
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ask, scriptedModel, withModel } from "@opto/opto";
 *
 * const model = scriptedModel(["Ada Lovelace"]);
 * const answer = await withModel(model, () => ask("Who wrote the first program?"));
 * assertEquals(answer.data, "Ada Lovelace");
 * ```
 */
export function withModel<R>(model: LanguageModel, fn: () => R): R {
  return withModels({ agent: model, judge: modelsInUse()?.judge ?? ((own) => own) }, fn);
}
