import { assert, assertEquals } from "@std/assert";
import { mutateValue } from "../../../src/search/values/mutate_value.ts";
import { randomFrom } from "../../../src/seeds.ts";

Deno.test("mutateValue() moves a number in the direction it is given", () => {
  const direction = { from: 1, to: 3, factor: 0.5 };
  assertEquals(mutateValue(10, { schema: {}, direction, random: randomFrom(1) }), 11);
  assertEquals(
    mutateValue({ x: 10 }, {
      schema: {},
      direction: { from: { x: 1 }, to: { x: 3 }, factor: 2 },
      random: randomFrom(1),
    }),
    { x: 14 },
  );
});

Deno.test("mutateValue() steps far and near", () => {
  const random = randomFrom(1);
  const steps = Array.from({ length: 300 }, () => {
    const moved = mutateValue(50, { schema: { minimum: 0, maximum: 100 }, random });
    assert(typeof moved === "number");
    return Math.abs(moved - 50);
  });
  assert(steps.some((step) => step > 10));
  assert(steps.some((step) => step > 0 && step < 0.1));
});

Deno.test("mutateValue() chooses among the members of a union of constants", () => {
  const schema = { anyOf: [{ const: "a" }, { const: 2 }, { enum: ["c"] }] };
  const random = randomFrom(1);
  const seen = new Set(Array.from({ length: 50 }, () => mutateValue("a", { schema, random })));
  assertEquals(seen, new Set([2, "c"]));
});

Deno.test("mutateValue() reaches more than six digits where bounds are near each other", () => {
  const random = randomFrom(1);
  const schema = { minimum: 1e6, maximum: 1e6 + 1 };
  const reached = Array.from({ length: 200 }, () => mutateValue(1e6 + 0.5, { schema, random }));
  assert(new Set(reached).size > 150, `${new Set(reached).size} values`);
});
