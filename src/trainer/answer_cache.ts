/**
 * Keeps the answers of models, and shares those under way.
 *
 * @module
 */
import { RecentMap } from "../code/recent_map.ts";
import type { ModelResponse } from "../model/language_model.ts";
import { within } from "./within.ts";

/** Maximum number of kept answers, and their characters together. */
const keptAnswers = 20_000;
const keptChars = 20_000_000;

/** Answers by call: each call is made once, however many wait for it at the same time. */
export class AnswerCache {
  readonly #answers = new RecentMap<string, ModelResponse>(keptAnswers, keptChars);
  readonly #pending = new Map<string, Promise<ModelResponse>>();

  /**
   * The answer of a call: the kept one, that of the same call under way, or else what `ask` gives. Where the call under way
   * fails, those that waited for it make it themselves: it may have been stopped.
   *
   * @throws what `ask` throws, or the signal's reason
   */
  async answer(
    call: string,
    { signal, ask }: {
      readonly signal: AbortSignal | undefined;
      readonly ask: () => Promise<ModelResponse>;
    },
  ): Promise<ModelResponse> {
    for (;;) {
      const known = this.#answers.get(call);
      if (known !== undefined) return known;
      const pending = this.#pending.get(call);
      if (pending === undefined) break;
      const settled = pending.catch(() => undefined); // the one that made the call gets its error
      const answer = await within(() => settled, { signal });
      if (answer !== undefined) return answer;
    }
    const pending = ask();
    this.#pending.set(call, pending);
    try {
      const answer = await pending;
      this.#answers.set(call, answer, Math.max(1, answer.text.length));
      return answer;
    } finally {
      this.#pending.delete(call);
    }
  }
}
