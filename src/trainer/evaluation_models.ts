/**
 * The models that evaluations ask: the agent's, and those of judges. Answers are logged, kept and counted.
 *
 * @module
 */
import { RecentMap } from "../code/recent_map.ts";
import { ModelError, OptoError } from "../errors.ts";
import { noModel } from "../model/ask.ts";
import { derivedModel } from "../model/derived_model.ts";
import { requestKey, requestText } from "../model/exchange.ts";
import type {
  GenerateOptions,
  LanguageModel,
  ModelRequest,
  ModelResponse,
} from "../model/language_model.ts";
import { type ModelsInUse, withModels } from "../model/models_in_use.ts";
import { type Redact, redactor, withRedactedPrompts } from "../model/redact.ts";
import type { ModelRole } from "../model/spending.ts";
import { journaled, type JournaledModelOptions } from "./journaled_model.ts";
import { within } from "./within.ts";

/** The parts of a run that these models use. */
export interface EvaluationModelsOptions extends Omit<JournaledModelOptions, "of"> {
  /** Answers `ask`, within the budget of the run; null when there is none. */
  readonly agent: LanguageModel | null;
  /** Brings the model of a judge under the budget of the run. */
  readonly judge: (model: LanguageModel) => LanguageModel;
  /** Redacts prompts. @default keys only */
  readonly redact?: Redact;
}

/** What asks: an evaluation, or a trial run of proposed code. */
export interface Asking {
  readonly step: number;
  /** Number of the sample; the answers of two samples differ. @default 0 */
  readonly sample?: number;
  /** Ends its calls. */
  readonly signal?: AbortSignal;
}

/** What came of work that may ask models. */
export interface Asked<R> {
  readonly result: R;
  /** Whether a call got no answer, which may differ in another run. */
  readonly hasFailed: boolean;
}

/** One call, told apart from equal ones. */
interface Call extends Asking {
  readonly role: Exclude<ModelRole, "optimizer">;
  readonly model: LanguageModel;
  readonly request: ModelRequest;
  readonly key: string;
  readonly options: GenerateOptions;
}

/** Maximum number of kept answers, and their characters together. */
const keptAnswers = 20_000;
const keptChars = 20_000_000;

/**
 * Models for evaluations. A request of a sample is paid once in a run, whichever candidate makes it: its answer is taken from
 * memory, from the log that is resumed, or from the same call under way. The second equal request within one evaluation is a
 * call of its own, so that an agent may ask several times and vote.
 */
export class EvaluationModels {
  readonly #options: EvaluationModelsOptions;
  readonly #redact: Redact;
  readonly #answers = new RecentMap<string, ModelResponse>(keptAnswers, keptChars);
  readonly #pending = new Map<string, Promise<ModelResponse>>();
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
   * @throws {BudgetError} {UsageError} {ModelError}
   */
  async during<R>(asking: Asking, work: () => Promise<R>): Promise<Asked<R>> {
    let ending: unknown;
    let hasFailed = false;
    const numbers = new Map<string, number>();
    const note = (error: unknown) => {
      if (asking.signal?.aborted) return;
      if (error instanceof ModelError && !error.isFatal) hasFailed = true;
      else if (error instanceof OptoError) ending ??= error;
    };
    /** The model of a role in this evaluation. @param name tells several judges apart */
    const asked = (model: LanguageModel, role: Call["role"], name: string): LanguageModel =>
      withRedactedPrompts(
        derivedModel(model, async (request, options = {}) => {
          const id = `${role} ${name} ${requestText(request)}`;
          const number = numbers.get(id) ?? 0;
          numbers.set(id, number + 1);
          const draw = drawOf(name, asking.sample, number);
          try {
            const key = await requestKey(request, draw);
            const own = [options.signal, asking.signal].filter((each) => each !== undefined);
            return await this.#answer({
              ...asking,
              role,
              model,
              request,
              key,
              options: { ...options, ...(draw === undefined ? {} : { draw }) },
              ...(own.length === 0 ? {} : { signal: AbortSignal.any(own) }),
            });
          } catch (error) {
            note(error);
            throw error;
          }
        }),
        this.#redact,
      );
    const models: ModelsInUse = {
      agent: asked(this.#options.agent ?? missing, "agent", ""),
      judge: (model) => asked(this.#judgeOf(model), "judge", model.name),
    };
    try {
      const result = await withModels(models, work);
      if (ending !== undefined) throw ending;
      return { result, hasFailed };
    } catch (error) {
      throw ending ?? error;
    }
  }

  #judgeOf(model: LanguageModel): LanguageModel {
    let judge = this.#judges.get(model);
    if (judge === undefined) this.#judges.set(model, judge = this.#options.judge(model));
    return judge;
  }

  async #answer(call: Call): Promise<ModelResponse> {
    const id = `${call.role} ${call.key}`;
    for (;;) {
      const known = this.#answers.get(id);
      if (known !== undefined) return known;
      const pending = this.#pending.get(id);
      if (pending === undefined) break;
      const { signal } = call;
      const settled = pending.catch(() => undefined); // its caller gets the error; this one asks itself
      const response = await within(() => settled, { signal });
      if (response !== undefined) return response;
    }
    const pending = this.#ask(call);
    this.#pending.set(id, pending);
    try {
      const response = await pending;
      this.#answers.set(id, response, Math.max(1, response.text.length));
      return response;
    } finally {
      this.#pending.delete(id);
    }
  }

  async #ask({ step, role, model, request, options, signal }: Call): Promise<ModelResponse> {
    const logged = journaled(model, { ...this.#options, of: { step, role } });
    return await logged.generate(request, {
      ...options,
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

/** Tells an answer apart from those of the same request in other samples, by other judges, and earlier in its evaluation. */
function drawOf(name: string, sample = 0, number: number): string | undefined {
  return name === "" && sample === 0 && number === 0 ? undefined : `${name} ${sample} ${number}`;
}

/** Takes the place of the agent's model where there is none. */
const missing: LanguageModel = { name: "none", generate: () => Promise.reject(noModel()) };

/** Does work with these models; without any, with those of the context. */
export async function asking<R>(
  models: EvaluationModels | undefined,
  of: Asking,
  work: () => Promise<R>,
): Promise<Asked<R>> {
  return await models?.during(of, work) ?? { result: await work(), hasFailed: false };
}
