/**
 * Functions of n numbers from -5 to 5 to be minimized, each shifted by its seed; the minimum is 0.
 *
 * @module
 */
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { drawNormal } from "../../src/search/draw.ts";

/** A function of numbers. */
export type NumberFunction = (x: readonly number[]) => number;

/** A function on which searches are compared. */
export interface Benchmark {
  readonly name: string;
  readonly size: number;
  /** One of the family, by seed. */
  readonly make: (seed: number) => NumberFunction;
}

const sum = (x: readonly number[], term: (value: number, place: number) => number) =>
  x.reduce((total, value, place) => total + term(value, place), 0);

const sphere: NumberFunction = (x) => sum(x, (value) => value * value);

const ellipsoid: NumberFunction = (x) =>
  sum(x, (value, place) => 1e4 ** (place / (x.length - 1)) * value * value);

const rastrigin: NumberFunction = (x) =>
  sum(x, (value) => value * value + 10 - 10 * Math.cos(2 * Math.PI * value));

/** With its minimum at 0: each number is 1 less than usual. */
const rosenbrock: NumberFunction = (x) =>
  sum(x.slice(1), (value, place) => {
    const [one, next] = [x[place]! + 1, value + 1]; // the slice begins one later
    return 100 * (next - one * one) ** 2 + (one - 1) ** 2;
  });

const ackley: NumberFunction = (x) =>
  20 + Math.E - 20 * Math.exp(-0.2 * Math.sqrt(sphere(x) / x.length)) -
  Math.exp(sum(x, (value) => Math.cos(2 * Math.PI * value)) / x.length);

const griewank: NumberFunction = (x) =>
  1 + sphere(x) * 100 / 4000 -
  x.reduce((product, value, place) => product * Math.cos(10 * value / Math.sqrt(place + 1)), 1);

const schwefel12: NumberFunction = (x) =>
  sum(x, (_, place) => sum(x.slice(0, place + 1), (value) => value) ** 2);

const levy: NumberFunction = (x) => {
  const w = x.map((value) => 1 + value / 4);
  const last = w[w.length - 1]!; // here and below: there are several numbers
  return Math.sin(Math.PI * w[0]!) ** 2 +
    sum(
      w.slice(0, -1),
      (value) => (value - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * value + 1) ** 2),
    ) +
    (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
};

const differentPowers: NumberFunction = (x) =>
  sum(x, (value, place) => Math.abs(value) ** (2 + 4 * place / (x.length - 1)));

/** The sum of the distances: a function with an edge at each coordinate's minimum. */
const edges: NumberFunction = (x) => sum(x, Math.abs);

/** Moves the minimum to a place of the seed, at most `reach` from the middle. */
function shifted(of: NumberFunction, size: number, reach: number): Benchmark["make"] {
  return (seed) => {
    const random = randomFrom(seedOf(seed, "shift"));
    const shift = Array.from({ length: size }, () => reach * (2 * random() - 1));
    return (x) => of(x.map((value, place) => value - shift[place]!));
  };
}

/** Turns the axes about the minimum. */
function rotated(of: NumberFunction, size: number, reach: number): Benchmark["make"] {
  return (seed) => {
    const rows = rotation(size, randomFrom(seedOf(seed, "rotation")));
    return shifted(
      (x) => of(rows.map((row) => sum(row, (value, place) => value * x[place]!))),
      size,
      reach,
    )(seed);
  };
}

/** Orthonormal rows (Gram and Schmidt). */
function rotation(size: number, random: () => number): readonly (readonly number[])[] {
  const rows: number[][] = [];
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => drawNormal(random));
    for (const other of rows) {
      const along = sum(row, (value, place) => value * other[place]!);
      row = row.map((value, place) => value - along * other[place]!);
    }
    const length = Math.sqrt(sphere(row));
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

const one = (name: string, size: number, make: Benchmark["make"]): Benchmark => ({
  name,
  size,
  make,
});

/** The functions looked at while the search was made. */
export const firstSet: readonly Benchmark[] = [
  one("sphere 10", 10, shifted(sphere, 10, 4)),
  ...[5, 10, 20].map((n) => one(`Rosenbrock ${n}`, n, shifted(rosenbrock, n, 2))),
  one("ellipsoid 10, rotated", 10, rotated(ellipsoid, 10, 4)),
  one("Rastrigin 10", 10, shifted(rastrigin, 10, 4)),
  one("Rastrigin 10, rotated", 10, rotated(rastrigin, 10, 4)),
];

/** Functions that are measured once, when the search is made. */
export const secondSet: readonly Benchmark[] = [
  one("Ackley 10, rotated", 10, rotated(ackley, 10, 4)),
  one("Griewank 10, rotated", 10, rotated(griewank, 10, 4)),
  one("Schwefel 1.2, 20", 20, shifted(schwefel12, 20, 4)),
  one("Levy 10", 10, shifted(levy, 10, 3)),
  one("different powers 10, rotated", 10, rotated(differentPowers, 10, 4)),
  one("edges 10, rotated", 10, rotated(edges, 10, 4)),
  one("Rosenbrock 10, rotated", 10, rotated(rosenbrock, 10, 2)),
  one("Rastrigin 15, rotated", 15, rotated(rastrigin, 15, 3)),
];
