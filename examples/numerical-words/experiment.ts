/** The methods compared on chains of arithmetic, and their measure: the distance of the output from its target. */
import type { Example } from "@opto/opto";
import { oproProposer, optoPrimeProposer } from "@opto/opto/optimizer";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { graphSections } from "../../tools/experiment/masks.ts";
import task from "./task.ts";

export default {
  task,
  methods: {
    optoprime: optoPrimeProposer(),
    masked: optoPrimeProposer({ omit: graphSections }),
    opro: oproProposer(),
  },
  measure: {
    task: {
      ...task,
      guide: ({ expected }: Example<number, number>, output: number | Error) =>
        output instanceof Error ? NaN : Math.abs(output - expected),
    },
    split: "train",
    of: "current",
  },
  unit: "|output − target|",
  isLowerBetter: true,
} satisfies Experiment;
