/**
 * The methods compared on the household of two robots, and their measure: the share of things that lie where they belong at the end
 * of 40 test episodes.
 *
 * The search sees scores alone; a step of it is 20 evaluations, that is episodes, 400 in all.
 */
import type { Experiment } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import task from "./task.ts";

const options = { task, measure: { on: { task, split: "test" } } } as const;

export default {
  title: "Household: things in their place by step",
  unit: "share of things in their place",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 10, 15, 20],
  seeds: [1, 2, 3],
  sources: ["house.ts"],
  methods: {
    ...paperMethods(options),
    search: perStep(optimizedMethod({ ...options, optimizer: "search" }), 20),
  },
  anchors: [{
    name: "scripted robots",
    value: 1,
    source: "the two experts of `expert.ts`, on the same test episodes",
  }],
} satisfies Experiment;
