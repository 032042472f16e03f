/** The methods compared on chains of arithmetic, and their measure: the distance of the output from its target. */
import type { Example } from "@opto/opto";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import task from "./task.ts";

export default {
  task,
  methods: paperMethods,
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
} satisfies Experiment;
