import { assert, assertAlmostEquals } from "@std/assert";
import {
  bestOf,
  type LinearProgram,
  valueOf,
} from "../../../../src/search/numbers/constrained/linear_program.ts";
import { randomFrom, seedOf } from "../../../../src/seeds.ts";

/** The best value of a program of two numbers, by trying every corner of rows, bounds and their crossings. */
function bestByCorners({ gain, rows, least, most, penalty }: LinearProgram): number {
  const lines = [
    ...rows.map(({ slack, slopes }) => [slopes[0]!, slopes[1]!, -slack] as const),
    ...[least[0]!, most[0]!].map((bound) => [1, 0, bound] as const),
    ...[least[1]!, most[1]!].map((bound) => [0, 1, bound] as const),
  ];
  const corners = lines.flatMap(([a, b, c], at) =>
    lines.slice(at + 1).flatMap(([d, e, f]) => {
      const determinant = a * e - b * d;
      if (Math.abs(determinant) < 1e-9) return [];
      return [Float64Array.of((c * e - b * f) / determinant, (a * f - c * d) / determinant)];
    })
  ).filter((x) =>
    x.every((value, place) => value >= least[place]! - 1e-9 && value <= most[place]! + 1e-9)
  );
  return Math.max(...corners.map((x) => valueAt({ gain, rows, least, most, penalty }, x)));
}

function valueAt({ gain, rows, penalty }: LinearProgram, x: Float64Array): number {
  const lack = rows.reduce((sum, row) => sum + Math.max(0, -valueOf(row, x)), 0);
  return gain[0]! * x[0]! + gain[1]! * x[1]! - penalty * lack;
}

Deno.test("bestOf() finds the best corner of programs of two numbers, broken constraints included", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomFrom(seedOf(seed, "program"));
    const draw = () => 2 * random() - 1;
    const program: LinearProgram = {
      gain: Float64Array.of(draw(), draw()),
      rows: Array.from({ length: seed % 6 }, () => ({
        slack: draw() - (seed % 5 === 0 ? 2 : 0),
        places: [0, 1],
        slopes: [draw(), draw()],
      })),
      least: Float64Array.of(-1, -random()),
      most: Float64Array.of(1, random() + 0.01),
      penalty: 0.2 + 3 * random(),
    };
    const x = bestOf(program);
    assert(
      x.every((value, place) => value >= program.least[place]! && value <= program.most[place]!),
    );
    assertAlmostEquals(valueAt(program, x), bestByCorners(program), 1e-6, `seed ${seed}`);
  }
});
