/**
 * Rounds a number to as many decimal digits as a difference calls for.
 *
 * @module
 */

/**
 * A number near the given one, at most half a grain away, with as few decimal digits as that allows; the number itself where
 * the grain is finer than its digits.
 */
export function roundedTo(value: number, grain: number): number {
  if (!(grain > 0) || !Number.isFinite(grain)) return value;
  const exponent = Math.floor(Math.log10(grain));
  const power = 10 ** Math.abs(exponent);
  const count = exponent < 0 ? value * power : value / power;
  if (!(Math.abs(count) < Number.MAX_SAFE_INTEGER)) return value;
  return exponent < 0 ? Math.round(count) / power : Math.round(count) * power;
}
