/**
 * The methods compared on Battleship, and their measure: the share of ship squares hit in 48 games of 20 shots.
 *
 * The search sees scores alone; a step of it is 300 evaluations, that is games, 2,100 in all. Two policies never change: the
 * paper's enumeration, and one that shoots beside a hit.
 */
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { fixedMethod } from "../../tools/experiment/fixed_method.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import { besideHits, rowByRow } from "./policies.ts";
import task from "./task.ts";

const options = { task, measure: { on: { task, split: "test" } } } as const;

/** A policy that stays as it is. */
const policy = (selectCoordinate: string) =>
  fixedMethod({ values: { selectCoordinate }, on: options.measure.on });

export default {
  title: "Battleship as in the paper",
  unit: "share of ship squares hit in 20 shots",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 4, 5, 6, 7],
  seeds: [1, 2, 3],
  sources: ["../battleship.ts", "../battleship/board.ts", "policies.ts"],
  methods: {
    ...paperMethods(options),
    search: perStep(optimizedMethod({ ...options, optimizer: "search" }), 300),
    "row by row": policy(rowByRow),
    "beside hits": policy(besideHits),
  },
  anchors: [{
    name: "random shots",
    value: 20 / 64,
    source: "the share of the squares that 20 shots reach when each goes to another square",
  }],
} satisfies Experiment;
