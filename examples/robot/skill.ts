/**
 * The three skills: what an episode starts with, when it has succeeded, and a scripted expert.
 *
 * @module
 */
import {
  type Action,
  distance,
  fingerRadius,
  type Point,
  puckHeight,
  type World,
} from "./simulator.ts";

/** A skill that a controller is to have. */
export interface Skill {
  readonly name: string;
  /** What is to be done, in words. */
  readonly objective: string;
  /** The start of an episode, by seeded uniform numbers in [0, 1). */
  readonly start: (random: () => number) => World;
  /** Distance from success, in metres. */
  readonly missing: (world: World) => number;
  /** The distance at which it counts as done. */
  readonly tolerance: number;
  /** A good action. */
  readonly expert: (world: World) => Action;
}

/** Where the hand begins. */
const hand: Point = [0, 0.6, 0.2];

/** Height at which the hand travels, well above a puck. */
const travelHeight = 0.12;

/** A world at rest whose goal is at least `apart` from where it is measured; drawn anew until it is. */
function worldWhere(
  random: () => number,
  draw: (
    between: (low: number, high: number) => number,
  ) => Pick<World, "puck" | "puckRadius" | "goal">,
  apart: (world: World) => number,
): World {
  const between = (low: number, high: number) => rounded(low + random() * (high - low));
  for (;;) { // ends: more than half of the draws are far enough apart
    const world = { hand, isClosed: false, isHeld: false, ...draw(between) };
    if (apart(world) >= 0.15) return world;
  }
}

const fromHand = ({ hand, goal }: World) => distance(hand, goal);
const fromPuck = ({ puck, goal }: World) => distance(puck, goal);

/** The hand goes to the goal. */
export const reachSkill: Skill = {
  name: "reach",
  objective: "Move the hand to the goal. The puck has no part in it.",
  start: (random) =>
    worldWhere(random, (between) => ({
      puck: [between(-0.15, 0.15), between(0.5, 0.7), puckHeight],
      puckRadius: 0.02,
      goal: [between(-0.3, 0.3), between(0.45, 0.85), between(0.05, 0.35)],
    }), fromHand),
  missing: fromHand,
  tolerance: 0.05,
  expert: ({ goal }) => [...goal, 0],
};

/** The hand pushes a puck, which is too wide for the gripper, over the table. */
export const pushSkill: Skill = {
  name: "push",
  objective:
    "Push the puck to the goal on the table. It is a disc of radius 0.05 m, too wide to be gripped.",
  start: (random) =>
    worldWhere(random, (between) => ({
      puck: [between(-0.1, 0.1), between(0.5, 0.6), puckHeight],
      puckRadius: 0.05,
      goal: [between(-0.15, 0.15), between(0.68, 0.85), puckHeight],
    }), fromPuck),
  missing: fromPuck,
  tolerance: 0.05,
  expert({ hand, puck, puckRadius, goal }) {
    const contact = puckRadius + fingerRadius;
    const length = distance(puck, goal);
    const [dx, dy] = [(goal[0] - puck[0]) / length, (goal[1] - puck[1]) / length];
    const along = (hand[0] - puck[0]) * dx + (hand[1] - puck[1]) * dy;
    const aside = Math.abs((hand[1] - puck[1]) * dx - (hand[0] - puck[0]) * dy);
    const isBehind = along <= -contact + 0.01 && aside < 0.01;
    if (isBehind && hand[2] < 0.03) {
      return [goal[0] - contact * dx, goal[1] - contact * dy, puckHeight, 1];
    }
    const back = contact + 0.02;
    const height = isBehind ? puckHeight : travelHeight;
    return [puck[0] - back * dx, puck[1] - back * dy, height, 1];
  },
};

/** The gripper takes a puck and lifts it to the goal. */
export const pickPlaceSkill: Skill = {
  name: "pick_place",
  objective:
    "Take the puck with the gripper and bring it to the goal, which is in the air. The gripper takes hold when it closes at most 0.03 m from the centre of the puck; closed before, it pushes the puck away.",
  start: (random) =>
    worldWhere(random, (between) => ({
      puck: [between(-0.15, 0.15), between(0.5, 0.7), puckHeight],
      puckRadius: 0.02,
      goal: [between(-0.2, 0.2), between(0.55, 0.85), between(0.1, 0.3)],
    }), fromPuck),
  missing: fromPuck,
  tolerance: 0.05,
  expert({ hand, puck, goal, isHeld }) {
    if (isHeld) return [...goal, 1];
    const isAbove = Math.hypot(hand[0] - puck[0], hand[1] - puck[1]) < 0.01;
    if (!isAbove) return [puck[0], puck[1], travelHeight, 0];
    return [...puck, distance(hand, puck) <= 0.12 ? 1 : 0];
  },
};

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
