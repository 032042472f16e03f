/** The methods compared on chains of arithmetic, and their measure: the distance of the output from its target. */
import type { Example } from "@opto/opto";
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import task from "./task.ts";

export default {
  title: "Arithmetic with feedback in words",
  unit: "distance from the target",
  isMaximized: false,
  scale: "log",
  axis: "steps",
  points: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  seeds: [1, 2, 3],
  sources: ["../numerical.ts"],
  methods: paperMethods({
    task,
    measure: {
      of: "current",
      on: {
        task: {
          ...task,
          guide: ({ expected }: Example<number, number>, output: number | Error) =>
            output instanceof Error ? NaN : Math.abs(output - expected),
        },
        split: "train",
      },
    },
  }),
} satisfies Experiment;
