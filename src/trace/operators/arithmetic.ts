/**
 * Operators on numbers and bigints. They compute as JavaScript does, except that division by zero fails.
 *
 * @module
 */
import type { Table } from "./table.ts";

/** Arithmetic that numbers and bigints share. */
export interface ExactOperators<N extends number | bigint> {
  add(x: N, y: N): N;
  sub(x: N, y: N): N;
  mul(x: N, y: N): N;
  /** @throws {RangeError} when y is zero */
  div(x: N, y: N): N;
  /** The remainder, with the sign of x. @throws {RangeError} when y is zero */
  mod(x: N, y: N): N;
  pow(x: N, y: N): N;
  neg(x: N): N;
  abs(x: N): N;
  bitAnd(x: N, y: N): N;
  bitOr(x: N, y: N): N;
  bitXor(x: N, y: N): N;
  bitNot(x: N): N;
  shl(x: N, y: N): N;
  shr(x: N, y: N): N;
}

/** Arithmetic of numbers alone. */
export interface NumberOperators extends ExactOperators<number> {
  /** The quotient rounded down. @throws {RangeError} when y is zero */
  floorDiv(x: number, y: number): number;
  /** Quotient rounded down, and what is left. @throws {RangeError} when y is zero */
  divmod(x: number, y: number): [number, number];
  ushr(x: number, y: number): number;
  pos(x: number): number;
  sign(x: number): number;
  round(x: number): number;
  floor(x: number): number;
  ceil(x: number): number;
  trunc(x: number): number;
  sqrt(x: number): number;
  exp(x: number): number;
  log(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
  tan(x: number): number;
  tanh(x: number): number;
  min(x: number, y: number): number;
  max(x: number, y: number): number;
  toFixed(x: number, digits: number): string;
}

// Numbers and bigints compute by the same operators; the types keep them from being mixed.
const exact: Table<ExactOperators<number>> = {
  add: ["Adds x and y.", (x, y) => x + y],
  sub: ["Subtracts y from x.", (x, y) => x - y],
  mul: ["Multiplies x by y.", (x, y) => x * y],
  div: ["Divides x by y.", (x, y) => x / divisor(y)],
  mod: ["The remainder of x divided by y, with the sign of x.", (x, y) => x % divisor(y)],
  pow: ["Raises x to the power of y.", (x, y) => x ** y],
  neg: ["The negative of x.", (x) => -x],
  abs: ["The absolute value of x.", (x) => x < 0 || Object.is(x, -0) ? -x : x],
  bitAnd: ["The bits that x and y share.", (x, y) => x & y],
  bitOr: ["The bits of x or y.", (x, y) => x | y],
  bitXor: ["The bits of x or y, not of both.", (x, y) => x ^ y],
  bitNot: ["The bits that x has not.", (x) => ~x],
  shl: ["Shifts the bits of x left by y.", (x, y) => x << y],
  shr: ["Shifts the bits of x right by y, keeping the sign.", (x, y) => x >> y],
};

/** The rows for numbers; those of `exact` serve bigints too. */
export const arithmetic: Table<NumberOperators> = {
  ...exact,
  floorDiv: ["The quotient of x and y, rounded down.", (x, y) => Math.floor(x / divisor(y))],
  divmod: ["The quotient of x and y rounded down, and what is left of x.", (x, y) => {
    const quotient = Math.floor(x / divisor(y));
    return [quotient, x - quotient * y];
  }],
  ushr: ["Shifts the bits of x right by y, filling with zeros.", (x, y) => x >>> y],
  pos: ["x as a number.", (x) => +x],
  sign: ["The sign of x: -1, 0 or 1.", (x) => Math.sign(x)],
  round: ["Rounds x to the nearest integer.", (x) => Math.round(x)],
  floor: ["Rounds x down.", (x) => Math.floor(x)],
  ceil: ["Rounds x up.", (x) => Math.ceil(x)],
  trunc: ["Drops the fraction of x.", (x) => Math.trunc(x)],
  sqrt: ["The square root of x.", (x) => Math.sqrt(x)],
  exp: ["e to the power of x.", (x) => Math.exp(x)],
  log: ["The natural logarithm of x.", (x) => Math.log(x)],
  sin: ["The sine of x.", (x) => Math.sin(x)],
  cos: ["The cosine of x.", (x) => Math.cos(x)],
  tan: ["The tangent of x.", (x) => Math.tan(x)],
  tanh: ["The hyperbolic tangent of x.", (x) => Math.tanh(x)],
  min: ["The smaller of x and y.", (x, y) => Math.min(x, y)],
  max: ["The larger of x and y.", (x, y) => Math.max(x, y)],
  toFixed: ["x as text with so many digits after the point.", (x, digits) => x.toFixed(digits)],
};

function divisor(y: number): number {
  // Loose, so that it holds for a bigint as well; it is the one place where Opto departs from JavaScript.
  if (Number(y) === 0) throw new RangeError("Cannot divide by zero");
  return y;
}

/** What the rows need, for a module that must stand alone. */
export const helpers = { divisor };
