import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  type Action,
  box,
  distance,
  fingerRadius,
  moved,
  puckHeight,
  reach,
  type World,
} from "../../../examples/robot/simulator.ts";

const narrow: World = {
  hand: [0, 0.6, 0.2],
  isClosed: false,
  isHeld: false,
  puck: [0.1, 0.6, puckHeight],
  puckRadius: 0.02,
  goal: [0, 0.8, 0.2],
};
const wide: World = { ...narrow, puckRadius: 0.05 };

/** The world after several actions. */
const after = (world: World, ...actions: Action[]) => actions.reduce(moved, world);

const place = fc.tuple(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1, max: 2, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

Deno.test("moved() keeps the hand's speed, its box, and the puck on the table or in the gripper", () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), fc.boolean(), (actions, isWide) => {
      let world = isWide ? wide : narrow;
      for (const action of actions) {
        const next = moved(world, action);
        assert(distance(world.hand, next.hand) <= reach + 1e-9);
        for (const point of [next.hand, next.puck]) {
          point.forEach((value, axis) =>
            assert(value >= box[0][axis]! - 1e-9 && value <= box[1][axis]! + 1e-9)
          );
        }
        if (next.isHeld) assertEquals(next.puck, next.hand);
        else assertEquals(next.puck[2], puckHeight);
        assertEquals(next, moved(world, action));
        world = next;
      }
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("moved() goes straight to a near target, and one reach towards a far one", () => {
  assertEquals(moved(narrow, [0.05, 0.6, 0.2, 0]).hand, [0.05, 0.6, 0.2]);
  const far = moved(narrow, [0.3, 0.6, 0.2, 0]).hand;
  far.forEach((value, axis) => assertAlmostEquals(value, [reach, 0.6, 0.2][axis]!));
});

Deno.test("a closed gripper holds the puck, carries it, and drops it when it opens", () => {
  const held = after(narrow, [0.1, 0.6, 0.12, 0], [0.1, 0.6, 0.02, 1]);
  assert(held.isHeld);
  const lifted = after(held, [0.1, 0.7, 0.1, 1], [0.1, 0.7, 0.2, 1]);
  lifted.puck.forEach((value, axis) => assertAlmostEquals(value, [0.1, 0.7, 0.2][axis]!));
  const dropped = moved(lifted, [...lifted.hand, 0]);
  assertEquals([dropped.isHeld, dropped.puck[2]], [false, puckHeight]);
  dropped.puck.slice(0, 2).forEach((value, axis) => assertAlmostEquals(value, [0.1, 0.7][axis]!));
});

Deno.test("a gripper that closes beside the puck, was closed before, or meets a wide one holds nothing", () => {
  assert(!after(narrow, [0.06, 0.6, 0.1, 0], [0.06, 0.6, 0.02, 1]).isHeld);
  assert(!after(narrow, [0.1, 0.6, 0.12, 1], [0.1, 0.6, 0.02, 1]).isHeld);
  assert(!after(wide, [0.1, 0.6, 0.12, 0], [0.1, 0.6, 0.02, 1]).isHeld);
});

Deno.test("an open gripper straddles a narrow puck, a closed one pushes it ahead", () => {
  const low: World = { ...narrow, hand: [0, 0.6, 0.02] };
  assertEquals(moved(low, [0.12, 0.6, 0.02, 0]).puck, low.puck);
  const pushed = moved({ ...low, isClosed: true }, [0.12, 0.6, 0.02, 1]).puck;
  pushed.forEach((value, axis) =>
    assertAlmostEquals(value, [0.12 + 0.02 + fingerRadius, 0.6, puckHeight][axis]!)
  );
});

Deno.test("a push off the centre turns the puck aside and never goes into it", () => {
  const { puck, hand } = after(
    { ...wide, hand: [0, 0.61, 0.02] },
    [0.12, 0.61, 0.02, 0],
    [0.2, 0.61, 0.02, 0],
  );
  assert(puck[1] < 0.6 && puck[0] > 0.1);
  assert(Math.hypot(puck[0] - hand[0], puck[1] - hand[1]) >= 0.05 + fingerRadius - 1e-9);
});

Deno.test("a hand that comes from above rests on a wide puck", () => {
  const { hand, puck } = after(wide, [0.1, 0.6, 0.12, 0], [0.1, 0.6, 0.02, 0]);
  assertAlmostEquals(hand[2], 2 * puckHeight);
  assertEquals(puck, wide.puck);
});

Deno.test("moved() refuses what is no action", () => {
  for (const lie of [[0, 0, 0], [0, 0, 0, NaN], "up", null, [0, 0, 0, 0, 0]]) {
    assertThrows(() => moved(narrow, lie as unknown as Action), TypeError, "as an action"); // as: code returns anything
  }
});
