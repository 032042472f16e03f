/**
 * The formulas of the symbolic regression.
 *
 * @module
 */

/** A formula to be found from values at some points. */
export interface Formula {
  readonly name: string;
  /** Names of its inputs. */
  readonly inputs: readonly string[];
  /** The range of each input. */
  readonly range: readonly [least: number, most: number];
  readonly of: (x: number, y: number) => number;
}

const { cos, exp, log, sin, sqrt } = Math;

const one = (
  name: string,
  [least, most]: readonly [number, number],
  of: (x: number) => number,
): Formula => ({ name, inputs: ["x"], range: [least, most], of });

const two = (
  name: string,
  [least, most]: readonly [number, number],
  of: (x: number, y: number) => number,
): Formula => ({ name, inputs: ["x", "y"], range: [least, most], of });

/** Looked at while the search was made: formulas 1, 2, 5, 7, 8 and 11 of Uy, Hoai, O'Neill, McKay and Galván-López (2011). */
export const firstFormulas: readonly Formula[] = [
  one("x³ + x² + x", [-1, 1], (x) => x ** 3 + x ** 2 + x),
  one("x⁴ + x³ + x² + x", [-1, 1], (x) => x ** 4 + x ** 3 + x ** 2 + x),
  one("√x", [0, 4], sqrt),
  two("x^y", [0, 1], (x, y) => x ** y),
  one("sin(x²) cos(x) − 1", [-1, 1], (x) => sin(x ** 2) * cos(x) - 1),
  one("ln(x + 1) + ln(x² + 1)", [0, 2], (x) => log(x + 1) + log(x ** 2 + 1)),
];

/** Run once: formulas 3, 6, 9 and 10 of the same set, 4 and 7 of Keijzer (2003), and the third of Koza (1992). */
export const secondFormulas: readonly Formula[] = [
  one("x⁵ + x⁴ + x³ + x² + x", [-1, 1], (x) => x ** 5 + x ** 4 + x ** 3 + x ** 2 + x),
  one("sin(x) + sin(x + x²)", [-1, 1], (x) => sin(x) + sin(x + x ** 2)),
  two("sin(x) + sin(y²)", [0, 1], (x, y) => sin(x) + sin(y ** 2)),
  two("2 sin(x) cos(y)", [0, 1], (x, y) => 2 * sin(x) * cos(y)),
  one(
    "x³ e⁻ˣ cos(x) sin(x) (sin²(x) cos(x) − 1)",
    [0, 10],
    (x) => x ** 3 * exp(-x) * cos(x) * sin(x) * (sin(x) ** 2 * cos(x) - 1),
  ),
  one("ln(x)", [1, 100], log),
  one("x⁶ − 2x⁴ + x²", [-1, 1], (x) => x ** 6 - 2 * x ** 4 + x ** 2),
];
