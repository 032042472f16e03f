/**
 * The models that evaluations ask: the agent's, and those of judges. Answers are logged, kept and counted.
 *
 * @module
 */
import { ModelError, OptoError } from "../errors.ts";
import { noModel } from "../model/ask.ts";
import { derivedModel } from "../model/derived_model.ts";
import { requestKey, requestText } from "../model/exchange.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { type ModelsInUse, withModels } from "../model/models_in_use.ts";
import { type Redact, redactor, withRedactedPrompts } from "../model/redact.ts";
import type { ModelRole } from "../model/spending.ts";
import { AnswerCache } from "./answer_cache.ts";
import { journaled, type JournaledModelOptions } from "./journaled_model.ts";

/** The parts of a run that these models use. */
export interface EvaluationModelsOptions extends Omit<JournaledModelOptions, "of"> {
  /** Answers `ask`, within the budget of the run; null when there is none. */
  readonly agent: LanguageModel | null;
  /** Brings the model of a judge under the budget of the run. */
  readonly judge: (model: LanguageModel) => LanguageModel;
  /** Redacts prompts. @default keys only */
  readonly redact?: Redact;
}

/** What uses the models: an evaluation, or a trial run of proposed code. */
export interface ModelUse {
  readonly step: number;
  /** Number of the sample; the answers of two samples differ. @default 0 */
  readonly sample?: number;
  /** Ends its calls. */
  readonly signal?: AbortSignal;
}

/** What came of work that may ask models. */
export interface Answered<R> {
  readonly result: R;
  /** Whether a call got no answer, which may differ in another run. */
  readonly hasFailed: boolean;
}

/** The part of a run that asks through these models. */
type Role = Exclude<ModelRole, "optimizer">;

/**
 * Models for evaluations. A request of a sample is paid once in a run, whichever candidate makes it: its answer is taken from
 * memory, from the log that is resumed, or from the same call under way. The second equal request within one evaluation is a
 * call of its own, so that an agent may ask several times and vote.
 */
export class EvaluationModels {
  readonly #options: EvaluationModelsOptions;
  readonly #redact: Redact;
  readonly #cache = new AnswerCache();
  readonly #judges = new WeakMap<LanguageModel, LanguageModel>();

  /** @param options the parts of the run */
  constructor(options: EvaluationModelsOptions) {
    this.#options = options;
    this.#redact = options.redact ?? redactor();
  }

  /**
   * Does work whose agent, tools and guide may ask. A spent budget, a missing model and a model that can never answer end it,
   * also when the agent catches the error.
   *
   * @throws {BudgetError} when the budget is spent @throws {UsageError} when the agent asks and has no model
   * @throws {ModelError} when no later call can succeed
   */
  async during<R>(use: ModelUse, work: () => Promise<R>): Promise<Answered<R>> {
    const outcome: CallOutcome = { ending: undefined, hasFailed: false };
    const numbers = new Map<string, number>();
    const own = this.#options.agent ?? missing;
    const of = (model: LanguageModel, role: Role, name: string) =>
      withOutcome(this.#numbered(model, { use, role, name, numbers }), outcome, use.signal);
    let agent: LanguageModel | undefined;
    const models: ModelsInUse = {
      get agent() {
        return agent ??= of(own, "agent", ""); // most evaluations ask nothing
      },
      judge: (model) => of(this.#judgeOf(model), "judge", nameOf(model)),
    };
    try {
      const result = await withModels(models, work);
      if (outcome.ending !== undefined) throw outcome.ending;
      return { result, hasFailed: outcome.hasFailed };
    } catch (error) {
      throw outcome.ending ?? error;
    }
  }

  /** The model of a role in one evaluation, whose equal requests are numbered. */
  #numbered(
    model: LanguageModel,
    { use: { step, sample, signal: ending }, role, name, numbers }: {
      readonly use: ModelUse;
      readonly role: Role;
      /** Tells several judges apart. */
      readonly name: string;
      readonly numbers: Map<string, number>;
    },
  ): LanguageModel {
    const logged = journaled(model, { ...this.#options, of: { step, role } });
    const numbered = derivedModel(model, async (request, { signal: own, ...options } = {}) => {
      const text = `${role} ${name} ${requestText(request)}`;
      const number = numbers.get(text) ?? 0;
      numbers.set(text, number + 1);
      const draw = drawOf(name, sample, number);
      const signals = [own, ending].filter((each) => each !== undefined);
      const signal = AbortSignal.any(signals);
      const call = `${role} ${await requestKey(request, draw)}`;
      return await this.#cache.answer(call, {
        signal,
        ask: () =>
          logged.generate(request, { ...options, ...(draw === undefined ? {} : { draw }), signal }),
      });
    });
    return withRedactedPrompts(numbered, this.#redact);
  }

  #judgeOf(model: LanguageModel): LanguageModel {
    let judge = this.#judges.get(model);
    if (judge === undefined) this.#judges.set(model, judge = this.#options.judge(model));
    return judge;
  }
}

/** What the calls of one evaluation mean for it. */
interface CallOutcome {
  /** The error that ends the run. */
  ending: OptoError | undefined;
  /** Whether a call got no answer. */
  hasFailed: boolean;
}

/** The same model, whose errors are noted: the agent may catch them. */
function withOutcome(
  model: LanguageModel,
  outcome: CallOutcome,
  signal: AbortSignal | undefined,
): LanguageModel {
  return derivedModel(model, async (request, options) => {
    try {
      return await model.generate(request, options);
    } catch (error) {
      const isOver = signal?.aborted || options?.signal?.aborted;
      if (!isOver && error instanceof ModelError && !error.isFatal) outcome.hasFailed = true;
      else if (!isOver && error instanceof OptoError) outcome.ending ??= error;
      throw error;
    }
  });
}

/** The name of a judge, with its host where that is known: servers may have models of one name. */
function nameOf({ name, host }: LanguageModel): string {
  return host === undefined || host === null ? name : `${name} ${host}`;
}

/** Tells an answer apart from those of the same request in other samples, by other judges, and earlier in its evaluation. */
function drawOf(name: string, sample = 0, number: number): string | undefined {
  return name === "" && sample === 0 && number === 0 ? undefined : `${name} ${sample} ${number}`;
}

/** Takes the place of the agent's model where there is none. */
const missing: LanguageModel = { name: "none", generate: () => Promise.reject(noModel()) };

/** Does work with these models; without any, with those of the context. */
export async function usingModels<R>(
  models: EvaluationModels | undefined,
  of: ModelUse,
  work: () => Promise<R>,
): Promise<Answered<R>> {
  return await models?.during(of, work) ?? { result: await work(), hasFailed: false };
}
