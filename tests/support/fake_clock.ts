import type { ModelClock } from "../../src/model/model_clock.ts";

/** A clock that passes only by waiting. */
export function fakeClock(): ModelClock & { readonly waits: number[] } {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    wait(ms) {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
