/**
 * The proposers by name.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import type { Proposer } from "../problem/proposer.ts";

/** Settings that a task or the command line may give. */
export interface ProposerSettings {
  /** Earlier tries shown to a model. */
  readonly memorySize?: number;
  /** Tokens of one prompt at most. */
  readonly maxPromptTokens?: number;
  /** How freely a model chooses. */
  readonly temperature?: number;
}

/** Makes one proposer; `model` is null when none was named. */
type Maker = (settings: ProposerSettings, model: LanguageModel | null) => Promise<Proposer>;

const makers: Readonly<Record<string, Maker>> = {
  async optoprime(settings, model) {
    const { optoPrime } = await import("./optoprime.ts");
    return optoPrime({ ...settings, model: needed("optoprime", model) });
  },
  async opro(settings, model) {
    const { opro } = await import("./opro.ts");
    return opro({ ...settings, model: needed("opro", model) });
  },
  async search() {
    const { searchProposer } = await import("../search/search_proposer.ts");
    return searchProposer();
  },
};

/** The names that `createProposer` knows. */
export const proposerNames: readonly string[] = Object.keys(makers);

/**
 * The proposer of a name.
 *
 * @throws {UsageError} when the name is unknown, or when it needs a model and there is none
 */
export async function createProposer(
  name: string,
  settings: ProposerSettings,
  { model }: { readonly model: LanguageModel | null },
): Promise<Proposer> {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make === undefined) {
    throw new UsageError(`Cannot use "${name}" as an optimizer: received no name of one`, {
      advice: `Choose one of ${proposerNames.join(", ")}.`,
    });
  }
  return await make(settings, model);
}

function needed(name: string, model: LanguageModel | null): LanguageModel {
  if (model !== null) return model;
  throw new UsageError(`Cannot use "${name}" as the optimizer: received no model for it to ask`, {
    advice: 'Name one with --model or OPTO_MODEL, or use the optimizer "search".',
  });
}
