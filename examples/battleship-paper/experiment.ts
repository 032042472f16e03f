/** The methods compared on Battleship, and their measure: the share of ship squares hit in 48 games of 20 shots. */
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import task from "./task.ts";

export default {
  title: "Battleship as in the paper",
  unit: "share of ship squares hit in 20 shots",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 4, 5, 6, 7],
  seeds: [1, 2, 3],
  sources: ["../battleship.ts", "../battleship/board.ts"],
  methods: paperMethods({ task, measure: { on: { task, split: "test" } } }),
} satisfies Experiment;
