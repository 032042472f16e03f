/**
 * A model that answers from earlier exchanges first; used by replay and resume.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import { type Exchange, requestKey } from "./exchange.ts";
import type { LanguageModel, ModelRequest, ModelResponse } from "./language_model.ts";
import { describeNearest } from "./nearest_exchange.ts";

/**
 * A model that repeats recorded answers, and asks `model` where no answer is recorded. Equal requests get their answers in
 * the order of the exchanges, each answer once.
 *
 * @param model asked when no exchange is left for a request; with null that is a fatal `ModelError` which shows the nearest
 * recorded prompt and where it differs
 *
 * @example
 * ```ts
 * import { scriptedModel } from "@opto/opto";
 * import { answering } from "./answering.ts";
 * import { requestKey } from "./exchange.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const live = scriptedModel(["from the model"]);
 * const request = { messages: [{ role: "user" as const, content: "Hello" }] };
 * const response = { ...await scriptedModel(["from before"]).generate(request) };
 * const model = answering(live, [{ key: await requestKey(request), request, response }]);
 * assertEquals((await model.generate(request)).text, "from before");
 * assertEquals((await model.generate(request)).text, "from the model");
 * ```
 */
export function answering(
  model: LanguageModel | null,
  exchanges: readonly Exchange[],
): LanguageModel {
  const answers = new Map<string, ModelResponse[]>();
  for (const { key, response } of exchanges) {
    answers.set(key, [...answers.get(key) ?? [], response]);
  }

  async function recall(
    request: ModelRequest,
    draw: string | undefined,
  ): Promise<ModelResponse | undefined> {
    return answers.get(await requestKey(request, draw))?.shift();
  }

  const price = model === null ? exchanges[0]?.price : model.price;
  const host = model === null ? null : model.host;
  return {
    name: model?.name ?? exchanges[0]?.response.model ?? "recorded",
    ...(price === undefined ? {} : { price }),
    ...(host === undefined ? {} : { host }),
    async generate(request, options = {}) {
      options.signal?.throwIfAborted();
      const answer = await recall(request, options.draw);
      options.signal?.throwIfAborted();
      if (answer !== undefined) return answer;
      if (model !== null) return await model.generate(request, options);
      throw new ModelError(
        `Cannot answer a prompt from the recording: received one that was not recorded${
          describeNearest(request, exchanges)
        }`,
        {
          advice: "Replay with the task, seed and options of the recording, or record again.",
          isFatal: true,
        },
      );
    },
  };
}
