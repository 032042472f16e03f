/**
 * Operators on numbers and bigints. They compute as JavaScript does, except that division by zero fails.
 *
 * @module
 */
import type { Table } from "./table.ts";

/** Arithmetic for numbers and bigints. */
export interface ExactOperators<N extends number | bigint> {
  /** Adds x and y. */
  add(x: N, y: N): N;
  /** Subtracts y from x. */
  sub(x: N, y: N): N;
  /** Multiplies x by y. */
  mul(x: N, y: N): N;
  /** Divides x by y. @throws {RangeError} when y is zero */
  div(x: N, y: N): N;
  /** What `floorDiv` leaves of x, with the sign of y: `-7 mod 3` is 2. @throws {RangeError} when y is zero */
  mod(x: N, y: N): N;
  /** Raises x to the power of y. */
  pow(x: N, y: N): N;
  /** The negative of x. */
  neg(x: N): N;
  /** The absolute value of x. */
  abs(x: N): N;
  /** The bits that x and y share. */
  bitAnd(x: N, y: N): N;
  /** The bits of x or y. */
  bitOr(x: N, y: N): N;
  /** The bits of x or y, not of both. */
  bitXor(x: N, y: N): N;
  /** The bits that x has not. */
  bitNot(x: N): N;
  /** Shifts the bits of x left by y. */
  shl(x: N, y: N): N;
  /** Shifts the bits of x right by y, keeping the sign. */
  shr(x: N, y: N): N;
}

/** Arithmetic for numbers only. */
export interface NumberOperators extends ExactOperators<number> {
  /** The quotient rounded down. @throws {RangeError} when y is zero */
  floorDiv(x: number, y: number): number;
  /** Quotient rounded down, and the rest. @throws {RangeError} when y is zero */
  divmod(x: number, y: number): [number, number];
  /** Shifts the bits of x right by y, filling with zeros. */
  ushr(x: number, y: number): number;
  /** x as a number. */
  pos(x: number): number;
  /** The sign of x: -1, 0 or 1. */
  sign(x: number): number;
  /** Rounds x to the nearest integer. */
  round(x: number): number;
  /** Rounds x down. */
  floor(x: number): number;
  /** Rounds x up. */
  ceil(x: number): number;
  /** Drops the fraction of x. */
  trunc(x: number): number;
  /** The square root of x. */
  sqrt(x: number): number;
  /** e to the power of x. */
  exp(x: number): number;
  /** The natural logarithm of x. */
  log(x: number): number;
  /** The sine of x. */
  sin(x: number): number;
  /** The cosine of x. */
  cos(x: number): number;
  /** The tangent of x. */
  tan(x: number): number;
  /** The hyperbolic tangent of x. */
  tanh(x: number): number;
  /** The smaller of x and y. */
  min(x: number, y: number): number;
  /** The larger of x and y. */
  max(x: number, y: number): number;
  /** x as text with so many digits after the point. */
  toFixed(x: number, digits: number): string;
}

// Numbers and bigints use the same operators; the types prevent mixing them.
const exact: Table<ExactOperators<number>> = {
  add: ["Adds x and y.", (x, y) => x + y],
  sub: ["Subtracts y from x.", (x, y) => x - y],
  mul: ["Multiplies x by y.", (x, y) => x * y],
  div: ["Divides x by y.", (x, y) => x / divisor(y)],
  mod: ["What is left of x divided by y, with the sign of y.", modulo],
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

/** The rows for numbers; those of `exact` also apply to bigints. */
export const arithmetic: Table<NumberOperators> = {
  ...exact,
  floorDiv: ["The quotient of x and y, rounded down.", flooredQuotient],
  divmod: [
    "The quotient of x and y rounded down, and what is left of x.",
    (x, y) => [flooredQuotient(x, y), modulo(x, y)],
  ],
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
  // Loose comparison, for bigints too; the only departure from JavaScript.
  if (Number(y) === 0) throw new RangeError("Cannot divide by zero");
  return y;
}

/** The rest that `flooredQuotient` leaves; exact, and for bigints too. */
function modulo(x: number, y: number): number {
  const rest = x % divisor(y);
  return Number(rest) !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

/** The quotient that belongs to the rest: `x / y` alone may be rounded up to the next one. */
function flooredQuotient(x: number, y: number): number {
  const exact = (x - modulo(x, y)) / y;
  return Number.isFinite(exact) ? Math.round(exact) : Math.floor(x / y);
}

/** The helpers of the rows, exported for standalone modules. */
export const helpers = { divisor, modulo, flooredQuotient };
