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

const { cos, exp, log, PI, sin, sqrt } = Math;

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

/**
 * Looked at in the place of those that are reported: the first eight while the shares and the order of `enumeration` were chosen,
 * all of them for `terms`, of which the last five are no sums of its terms.
 */
export const developmentFormulas: readonly Formula[] = [
  one("x eˣ + x²", [-1, 1], (x) => x * exp(x) + x ** 2),
  one("cos(x³) + x", [-1, 1], (x) => cos(x ** 3) + x),
  one("√x + ln(x + 2)", [0, 4], (x) => sqrt(x) + log(x + 2)),
  one("x ln(x² + 1) − 1", [-2, 2], (x) => x * log(x ** 2 + 1) - 1),
  one("e^−x² + x", [-2, 2], (x) => exp(-(x ** 2)) + x),
  one("√(x² + 1) − x", [0, 4], (x) => sqrt(x ** 2 + 1) - x),
  two("sin(x) cos(y) + 1", [0, 2], (x, y) => sin(x) * cos(y) + 1),
  one("1 / (x² + 1) + x", [-2, 2], (x) => 1 / (x ** 2 + 1) + x),
  one("√x + sin(x)", [0, 4], (x) => sqrt(x) + sin(x)),
  one("e^−x + x² / 2", [-2, 2], (x) => exp(-x) + x ** 2 / 2),
  two("x y + cos(y) − 2x", [-2, 2], (x, y) => x * y + cos(y) - 2 * x),
  one("2.5 x³ − 1.3 √(x + 1) + 0.7", [-1, 2], (x) => 2.5 * x ** 3 - 1.3 * sqrt(x + 1) + 0.7),
  one("x / (1 + eˣ)", [-2, 2], (x) => x / (1 + exp(x))),
  one("sin(3x) + x", [-2, 2], (x) => sin(3 * x) + x),
  one("ln(x + eˣ)", [0, 4], (x) => log(x + exp(x))),
  two("(x + 1)^y", [0, 2], (x, y) => (x + 1) ** y),
  two("x^(y / 2) + y", [0, 1], (x, y) => x ** (y / 2) + y),
];

/**
 * Run once: R1 to R3 (Krawiec and Pawlak, 2013), formulas 1, 12 and 14 of Keijzer (2003), and the first of Pagie and Hogeweg
 * (1997) and of Vladislavleva, Smits and den Hertog (2009).
 */
export const secondFormulas: readonly Formula[] = [
  one("(x + 1)³ / (x² − x + 1)", [-1, 1], (x) => (x + 1) ** 3 / (x ** 2 - x + 1)),
  one("(x⁵ − 3x³ + 1) / (x² + 1)", [-1, 1], (x) => (x ** 5 - 3 * x ** 3 + 1) / (x ** 2 + 1)),
  one(
    "(x⁶ + x⁵) / (x⁴ + x³ + x² + x + 1)",
    [-1, 1],
    (x) => (x ** 6 + x ** 5) / (x ** 4 + x ** 3 + x ** 2 + x + 1),
  ),
  one("0.3 x sin(2πx)", [-1, 1], (x) => 0.3 * x * sin(2 * PI * x)),
  two("x⁴ − x³ + y²/2 − y", [-3, 3], (x, y) => x ** 4 - x ** 3 + y ** 2 / 2 - y),
  two("8 / (2 + x² + y²)", [-3, 3], (x, y) => 8 / (2 + x ** 2 + y ** 2)),
  two("1 / (1 + x⁻⁴) + 1 / (1 + y⁻⁴)", [-5, 5], (x, y) => 1 / (1 + x ** -4) + 1 / (1 + y ** -4)),
  two(
    "e^−(x − 1)² / (1.2 + (y − 2.5)²)",
    [0.3, 4],
    (x, y) => exp(-((x - 1) ** 2)) / (1.2 + (y - 2.5) ** 2),
  ),
];
