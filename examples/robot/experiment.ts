/**
 * The methods compared on three skills of a robot, and their measure: the share of 40 test episodes that succeed, with the controller
 * that was best on the validation episodes. As in figure 6 of the Trace paper: ten steps an episode, thirty steps of a run.
 *
 * The search sees scores alone; a step of it is 20 evaluations, that is episodes, 600 in all.
 */
import type { Task } from "@opto/opto";
import type { Experiment, Method } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import pickPlace from "./pick_place.ts";
import push from "./push.ts";
import reach from "./reach.ts";
import type { Action, World } from "./simulator.ts";

type RobotTask = Task<World, Action[], undefined>;

/** All methods on a skill. */
function methodsOn(skill: string, task: RobotTask): Readonly<Record<string, Method>> {
  const bySuccess: RobotTask = {
    ...task,
    async guide(example, actions) {
      const verdict = await task.guide(example, actions);
      return typeof verdict === "object" && verdict.score === 1 ? 1 : 0;
    },
  };
  const options = { task, measure: { on: { task: bySuccess, split: "test" } } } as const;
  const methods: Readonly<Record<string, Method>> = {
    ...paperMethods(options),
    search: perStep(optimizedMethod({ ...options, optimizer: "search" }), 20),
  };
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [`${skill}-${name}`, method]),
  );
}

export default {
  title: "Robot: success on test episodes by step",
  unit: "share of test episodes that succeed",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 10, 15, 20, 25, 30],
  seeds: [1, 2, 3],
  sources: [
    "reach.ts",
    "push.ts",
    "pick_place.ts",
    "robot_task.ts",
    "simulator.ts",
    "skill.ts",
    "words.ts",
  ],
  methods: {
    ...methodsOn("reach", reach),
    ...methodsOn("push", push),
    ...methodsOn("pick-place", pickPlace),
  },
  anchors: [{
    name: "scripted expert",
    value: 1,
    source: "the expert of `skill.ts` in each of the three skills, on the same test episodes",
  }],
} satisfies Experiment;
