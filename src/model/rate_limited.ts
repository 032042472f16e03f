/**
 * Limits how many calls of a model begin in a minute.
 *
 * @module
 */
import { derivedModel } from "./derived_model.ts";
import type { LanguageModel } from "./language_model.ts";
import { type ModelClock, systemClock } from "./model_clock.ts";

/**
 * The same model, whose calls begin evenly spaced: at most `callsPerMinute` of them in a minute. A call that waits ends with its
 * signal; the calls behind it do not move up. Tries that are repeated are not spaced: they wait for what the server asks.
 *
 * @example
 * ```ts
 * import { scriptedModel } from "@opto/opto";
 * import { rateLimited } from "@opto/opto/model";
 * import { assertEquals } from "@std/assert";
 *
 * const waits: number[] = [];
 * const clock = { now: () => 0, wait: (ms: number) => Promise.resolve(void waits.push(ms)) };
 * const model = rateLimited(scriptedModel(() => "yes"), { callsPerMinute: 60, clock });
 * for (let call = 0; call < 3; call++) await model.generate({ messages: [] });
 * assertEquals(waits, [1_000, 2_000]);
 * ```
 */
export function rateLimited(
  model: LanguageModel,
  { callsPerMinute, clock = systemClock }: {
    readonly callsPerMinute: number;
    /** @default the machine's own */
    readonly clock?: ModelClock;
  },
): LanguageModel {
  const spacingMs = 60_000 / callsPerMinute;
  let next = -Infinity;
  return derivedModel(model, async (request, options) => {
    const now = clock.now();
    const at = Math.max(now, next);
    next = at + spacingMs;
    if (at > now) await clock.wait(at - now, options?.signal);
    return await model.generate(request, options);
  });
}
