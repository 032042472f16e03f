/**
 * A robot's hand over a table, as a point with a gripper, and a puck. Plain kinematics in metres; no forces.
 *
 * Simplifications: the hand moves in a straight line towards its target, at most `reach` a step, and stays within a box. The
 * gripper opens or closes when the move is done. Closed around the centre of a narrow puck it holds it, and the puck goes with the
 * hand; opened it lets go, and the puck drops to the table below. An open gripper straddles a narrow puck without touching
 * it. Any other hand that is lower than the top of the puck pushes it aside along the line between their centres (quasi-static, without
 * friction, as in Mason, "Mechanics and planning of manipulator pushing operations", 1986), and from above it rests on the puck.
 *
 * @module
 */

/** Metres to the right, away from the robot and up. */
export type Point = readonly [x: number, y: number, z: number];

/** Where the hand should go, and the gripper: above 0.5 closed, else open. */
export type Action = readonly [x: number, y: number, z: number, grip: number];

/** Hand, puck and goal at one time. */
export interface World {
  readonly hand: Point;
  readonly isClosed: boolean;
  readonly isHeld: boolean;
  /** The centre of the puck. */
  readonly puck: Point;
  /** Its radius; at most `widestGrip` can be held. */
  readonly puckRadius: number;
  readonly goal: Point;
}

/** Farthest move of the hand in a step. */
export const reach = 0.12;
/** Steps of an episode. */
export const horizon = 10;
/** Lowest and highest place of the hand. */
export const box: readonly [low: Point, high: Point] = [[-0.4, 0.3, 0.02], [0.4, 0.95, 0.4]];
/** Half of a puck's height: the height of its centre on the table. */
export const puckHeight = 0.02;
/** Radius of the widest puck that the gripper holds. */
export const widestGrip = 0.03;
/** Distance between hand and puck at which the gripper takes hold. */
export const gripDistance = 0.03;
/** Radius of the fingers. */
export const fingerRadius = 0.01;

/** Length of the parts in which a move is made. */
const stride = 0.005;

/** The world after an action. @throws {TypeError} for an action that is no four finite numbers */
export function moved(world: World, action: Action): World {
  checkAction(action);
  const [x, y, z, grip] = action;
  const target = within([x, y, z], box);
  const length = Math.min(reach, distance(world.hand, target));
  const strides = Math.ceil(length / stride);
  const end = towards(world.hand, target, length);
  let now = world;
  for (let part = 1; part <= strides; part++) {
    now = strode(now, towards(world.hand, end, length * part / strides));
  }
  return gripped(now, grip > 0.5);
}

/** The world with its hand at a near place. */
function strode(world: World, hand: Point): World {
  const { puck, puckRadius, isHeld, isClosed } = world;
  if (isHeld) return { ...world, hand, puck: hand };
  const contact = puckRadius + fingerRadius;
  const gap = Math.hypot(puck[0] - hand[0], puck[1] - hand[1]);
  const isSolid = isClosed || puckRadius > widestGrip;
  const top = puck[2] + puckHeight;
  if (!isSolid || gap >= contact || hand[2] >= top) return { ...world, hand };
  if (world.hand[2] >= top) return { ...world, hand: [hand[0], hand[1], top] };
  const [right, away] = gap > 1e-9
    ? [(puck[0] - hand[0]) / gap, (puck[1] - hand[1]) / gap]
    : unit(world.hand, hand);
  const pushed: Point = [hand[0] + contact * right, hand[1] + contact * away, puck[2]];
  return { ...world, hand, puck: within(pushed, box) };
}

/** The world with its gripper closed or open. */
function gripped(world: World, isClosed: boolean): World {
  const { hand, puck, puckRadius, isHeld } = world;
  if (!isClosed) {
    const dropped: Point = isHeld ? [puck[0], puck[1], puckHeight] : puck;
    return { ...world, isClosed, isHeld: false, puck: dropped };
  }
  const takesHold = !world.isClosed && puckRadius <= widestGrip &&
    distance(hand, puck) <= gripDistance;
  return takesHold ? { ...world, isClosed, isHeld: true, puck: hand } : { ...world, isClosed };
}

/** The direction between two places on the table, or to the right for none. */
function unit(from: Point, to: Point): readonly [right: number, away: number] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  return length === 0 ? [1, 0] : [dx / length, dy / length];
}

/** The distance of two points. */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The point at some length on the way to another one. */
function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : length / whole;
  const at = (axis: 0 | 1 | 2) => from[axis] + share * (to[axis] - from[axis]);
  return [at(0), at(1), at(2)];
}

function within([x, y, z]: Point, [low, high]: typeof box): Point {
  const clamp = (value: number, axis: 0 | 1 | 2) =>
    Math.min(high[axis], Math.max(low[axis], value));
  return [clamp(x, 0), clamp(y, 1), clamp(z, 2)];
}

/** @throws {TypeError} for what is no action */
export function checkAction(action: unknown): asserts action is Action {
  const isAction = Array.isArray(action) && action.length === 4 && action.every(Number.isFinite);
  if (isAction) return;
  throw new TypeError(
    `Cannot do "${
      JSON.stringify(action)?.slice(0, 100)
    }" as an action: received no four finite numbers`,
  );
}
