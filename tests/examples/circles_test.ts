import { assert, assertAlmostEquals, assertEquals, assertFalse } from "@std/assert";
import circles from "../../examples/circles/task.ts";
import { fitted, isStrict, type Packing, slacksOf, sumOf } from "../../examples/circles/packing.ts";
import { optimize } from "../../mod.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";

/** Circles drawn at random, which overlap. */
function drawn(seed: number): Packing {
  const random = randomFrom(seedOf(seed, "circles"));
  const list = (most: number) => Array.from({ length: 26 }, () => most * random());
  return { x: list(1), y: list(1), r: list(0.3) };
}

Deno.test("fitted() shrinks circles until they are strictly valid, and leaves valid ones as they are", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const packing = drawn(seed);
    assertFalse(isStrict(packing));
    const valid = fitted(packing);
    assert(isStrict(valid), `seed ${seed}`);
    assertEquals(fitted(valid), valid);
    assert(slacksOf(valid).every((slack) => slack > -1e-15));
  }
});

Deno.test("slacksOf() has one number for each side and each pair", () => {
  const slacks = slacksOf({ x: [0.2, 0.5], y: [0.3, 0.7], r: [0.1, 0.3] });
  const expected = [0.1, 0.7, 0.2, 0.6, 0.2, 0.2, 0.4, 0, 0.1];
  assertEquals(slacks.length, expected.length);
  for (const [place, slack] of slacks.entries()) assertAlmostEquals(slack, expected[place]!, 1e-12);
});

Deno.test("circles: a short run packs the circles strictly, and draws them", async () => {
  const run = optimize(circles, { seed: 1, steps: 30, budget: { evaluations: 600 } });
  const drawings = await Array.fromAsync(run).then((events) =>
    events.flatMap((event) => event.type === "best" ? [event.drawings?.[0]] : [])
  );
  const { initial, best, values } = await run.result;
  const valid = fitted(values.circles as Packing); // as: by its schema
  assert(isStrict(valid));
  assertEquals(best.score, sumOf(valid));
  assert(best.score! > initial.score! + 0.5, `${best.score}`);
  const drawing = drawings.at(-1)!;
  assert("drawing" in drawing);
  assertEquals(drawing.drawing.shapes.length, 27);
});
