/**
 * The warning about an order of examples that nothing reads.
 *
 * @module
 */
import type { EventOf } from "./event.ts";
import type { SamplingName } from "./sampling.ts";

/** The warning about a step that drew no batch; undefined where no order was chosen. */
export function samplingWarning(
  { step, trainer, sampling = "shuffled" }: {
    readonly step: number;
    readonly trainer: string;
    readonly sampling?: SamplingName | undefined;
  },
): EventOf<"warning"> | undefined {
  if (sampling === "shuffled") return undefined;
  return {
    type: "warning",
    step,
    code: "sampling-unused",
    message:
      `The trainer "${trainer}" drew no batch in step ${step}, so the sampling "${sampling}" has no effect there`,
    advice: 'Use a trainer that draws batches, as "minibatch", or leave the sampling out.',
  };
}
