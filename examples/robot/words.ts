/**
 * Observations and feedback in words, as an agent of LLF-Bench (arXiv 2312.06853) gets them: a state as a JSON text, and after each
 * action what it led to and what would have been better.
 *
 * @module
 */
import { type Action, distance, moved, reach, type World } from "./simulator.ts";
import type { Skill } from "./skill.ts";

/** The numbers of an observation. */
export interface Seen {
  /** Position of the hand, [x, y, z] in metres: to the right, away from the robot, up. */
  readonly hand: number[];
  /** 1 when the gripper is closed, else 0. */
  readonly grip: number;
  /** Position of the puck's centre. */
  readonly puck: number[];
  readonly goal: number[];
}

/** What the robot is told of a world. */
export function observation({ hand, isClosed, puck, goal }: World): string {
  const seen: Seen = {
    hand: hand.map(rounded),
    grip: isClosed ? 1 : 0,
    puck: puck.map(rounded),
    goal: goal.map(rounded),
  };
  return JSON.stringify(seen);
}

/** An episode: its worlds, one more than actions; it ends with success. */
export function played(
  { missing, tolerance }: Skill,
  start: World,
  actions: readonly Action[],
): readonly World[] {
  const worlds = [start];
  for (const action of actions) {
    const world = moved(worlds.at(-1) ?? start, action);
    worlds.push(world);
    if (missing(world) <= tolerance) break;
  }
  return worlds;
}

/** What is said of an episode: how it ended, and of each step that was worse than the expert's what would have been better. */
export function episodeWords(
  skill: Skill,
  worlds: readonly World[],
  actions: readonly Action[],
): string {
  const last = skill.missing(worlds.at(-1) as World); // as: an episode has its start
  const what = skill.name === "reach" ? "The hand" : "The puck";
  if (last <= skill.tolerance) return `Success in step ${worlds.length - 1}.`;
  const advice = actions.map((action, at) => {
    const world = worlds[at];
    return world === undefined ? undefined : adviceOf(skill, world, action);
  });
  const end = `${what} ended ${rounded(last)} m from the goal; at most ${skill.tolerance} counts.`;
  return [end, ...folded(advice)].join("\n");
}

/** What would have been better in a world, unless the action went there too. */
function adviceOf(skill: Skill, world: World, action: Action): string | undefined {
  const better = skill.expert(world);
  const [is, should] = [moved(world, action), moved(world, better)];
  const isGripWrong = skill.name === "pick_place" && is.isClosed !== should.isClosed;
  if (!isGripWrong && distance(is.hand, should.hand) < 0.25 * reach) return undefined;
  const place = better.slice(0, 3).map(rounded).join(", ");
  const grip = better[3] > 0.5 ? "closed" : "open";
  return `better go to [${place}]${skill.name === "pick_place" ? `, the gripper ${grip}` : ""}.`;
}

/** The advice by step; equal advice to steps in a row stands once. */
function folded(advice: readonly (string | undefined)[]): readonly string[] {
  return advice.flatMap((words, at) => {
    if (words === undefined || words === advice[at - 1]) return [];
    const end = advice.findIndex((other, step) => step > at && other !== words);
    const last = end < 0 ? advice.length : end;
    return [`${last === at + 1 ? `Step ${last}` : `Steps ${at + 1} to ${last}`}: ${words}`];
  });
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
