/**
 * A robot's skill as a task: the code of the controller is the parameter.
 *
 * @module
 */
import {
  bundle,
  defineTask,
  type MaybeNode,
  Module,
  type Node,
  node,
  type Task,
  trainable,
} from "@opto/opto";
import { z } from "zod";
import { type Action, checkAction, horizon, moved, type World } from "./simulator.ts";
import type { Skill } from "./skill.ts";
import { episodeWords, observation, played, type Seen } from "./words.ts";

/** Reads the numbers in an observation. */
const read = bundle(function read(observation: string): Seen {
  return JSON.parse(observation);
}, { description: "Reads the numbers in an observation." });

const collect = bundle(function collect(...actions: Action[]): Action[] {
  return actions;
}, { description: "The actions of the episode in order." });

/** The task of a skill. */
export function robotTask(skill: Skill): Task<World, Action[], undefined> {
  class Robot extends Module<World, Action[]> {
    controller = trainable(function controller(seen: Seen): number[] {
      const [x = 0, y = 0, z = 0] = seen.hand;
      return [x, y, z, 0];
    }, {
      description:
        "One step of a robot: from what it sees to [x, y, z, grip], where the hand goes and whether the gripper closes (1) or opens (0) when it is there. The hand moves at most 0.12 m a step, in a straight line.",
    });

    async forward(input: MaybeNode<World>) {
      let world: World = node(input).peek();
      const step = bundle(function step(_before: string, action: unknown): string {
        checkAction(action);
        world = moved(world, action);
        return observation(world);
      }, { description: "Does an action in the world and gives what is seen then." });
      const actions: Node<Action>[] = [];
      let seen: Node<string> = node(observation(world), { name: "start" });
      while (actions.length < horizon && skill.missing(world) > skill.tolerance) {
        const action = await this.controller(read(seen)) as unknown as Node<Action>; // as: `step` checks it
        seen = step(seen, action);
        actions.push(action);
      }
      return collect(...actions);
    }
  }

  return defineTask({
    name: `robot-${skill.name.replace("_", "-")}`,
    description: `The controller of a robot's hand: ${skill.name.replace("_", " and ")}.`,
    objective:
      `${skill.objective} An episode has ${horizon} steps, and the same controller must work from every start.`,
    agent: () => new Robot(),

    examples(random) {
      const episodes = (count: number) =>
        Array.from({ length: count }, () => ({ input: skill.start(random) }));
      return { train: episodes(12), validation: episodes(12), test: episodes(40) };
    },
    output: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).max(horizon),

    guide({ input }, actions) {
      if (actions instanceof Error) return { score: 0, feedback: actions.message };
      const worlds = played(skill, input, actions);
      const missing = skill.missing(worlds.at(-1) ?? input);
      const isDone = missing <= skill.tolerance;
      const progress = Math.max(0, 1 - missing / skill.missing(input));
      return {
        score: isDone ? 1 : 0.5 * progress,
        feedback: episodeWords(skill, worlds, actions),
        metrics: { success: isDone ? 1 : 0 },
      };
    },
    trainer: { steps: 30, batchSize: 2, target: 1 },
  });
}
