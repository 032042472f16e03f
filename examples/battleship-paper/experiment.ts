/** The methods compared on Battleship, and their measure: the share of ship squares hit in 48 games of 20 shots. */
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import task from "./task.ts";

export default {
  task,
  methods: paperMethods,
  measure: { task, split: "test", of: "best" },
  unit: "share of ship squares hit",
} satisfies Experiment;
