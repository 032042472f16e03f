/**
 * The methods that the Trace paper compares.
 *
 * @module
 */
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import type { Method } from "./experiment.ts";
import { optimizedMethod, type OptimizedMethodOptions } from "./optimized_method.ts";

/** With the trace; "Trace Masked", without how the output came about; and without a trace. */
export function paperMethods<In, Out, Expected>(
  options: Omit<OptimizedMethodOptions<In, Out, Expected>, "optimizer" | "needsModel">,
): Readonly<Record<"optoprime" | "masked" | "opro", Method>> {
  return {
    optoprime: optimizedMethod({ ...options, optimizer: optoPrimeProposer() }),
    masked: optimizedMethod({
      ...options,
      optimizer: optoPrimeProposer({
        mask: ["code", "documentation", "inputs", "others", "inside"], // the output itself stays
      }),
    }),
    opro: optimizedMethod({ ...options, optimizer: oproProposer() }),
  };
}
