/**
 * The methods that the Trace paper compares.
 *
 * @module
 */
import { oproProposer } from "../../src/optimizer/opro.ts";
import { optoPrimeProposer } from "../../src/optimizer/optoprime.ts";
import type { Experiment } from "./experiment.ts";

/** With the trace; "Trace Masked", without how the output came about; and without a trace. */
export const paperMethods = {
  optoprime: optoPrimeProposer(),
  masked: optoPrimeProposer({
    mask: ["code", "documentation", "inputs", "others", "inside"], // the output itself stays
  }),
  opro: oproProposer(),
} satisfies Experiment["methods"];
