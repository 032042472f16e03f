/** The methods compared on Battleship, and their measure: the share of ship squares hit in 48 games of 20 shots. */
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
  measure: { task, split: "test", of: "best" },
  unit: "share of ship squares hit",
  isLowerBetter: false,
} satisfies Experiment;
