/**
 * Ranges of numbers that an expression's value lies in.
 *
 * @module
 */

/** All numbers from `low` to `high`; either end may be excluded, and NaN may be possible besides. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly hasLow: boolean;
  readonly hasHigh: boolean;
  readonly hasNaN: boolean;
}

/** Every number. */
export const anyNumber: Range = {
  low: -Infinity,
  high: Infinity,
  hasLow: true,
  hasHigh: true,
  hasNaN: true,
};

/** What a comparison of any number of a range with a constant gives; `undefined` when it depends on the number. */
export function compareRange(
  range: Range,
  operator: string,
  constant: number,
): boolean | undefined {
  const { low, high, hasLow, hasHigh, hasNaN } = range;
  // Only NaN is left, and NaN differs from every number.
  if (low > high || (low === high && !(hasLow && hasHigh))) return operator === "!==";
  const isBelow = high < constant || (high === constant && !hasHigh);
  const isAbove = low > constant || (low === constant && !hasLow);
  switch (operator) {
    case "<":
      return isBelow && !hasNaN ? true : low >= constant ? false : undefined;
    case "<=":
      return high <= constant && !hasNaN ? true : isAbove ? false : undefined;
    case ">":
      return isAbove && !hasNaN ? true : high <= constant ? false : undefined;
    case ">=":
      return low >= constant && !hasNaN ? true : isBelow ? false : undefined;
    case "===":
      if (isBelow || isAbove) return false;
      return low === constant && high === constant && !hasNaN ? true : undefined;
    case "!==": {
      const isEqual = compareRange(range, "===", constant);
      return isEqual === undefined ? undefined : !isEqual;
    }
    default:
      return undefined;
  }
}

/** The numbers of a range for which a comparison with a constant gives this result. */
export function narrow(
  range: Range,
  { operator, constant, result }: {
    readonly operator: string;
    readonly constant: number;
    readonly result: boolean;
  },
): Range {
  if (operator === "!==") return narrow(range, { operator: "===", constant, result: !result });
  // NaN meets no comparison, and does not meet its opposite either.
  if (!result) {
    const operatorOfRest = opposites[operator];
    if (!operatorOfRest) return range;
    const rest = narrow(range, { operator: operatorOfRest, constant, result: true });
    return { ...rest, hasNaN: range.hasNaN };
  }
  switch (operator) {
    case "<":
      return below(range, constant, false);
    case "<=":
      return below(range, constant, true);
    case ">":
      return above(range, constant, false);
    case ">=":
      return above(range, constant, true);
    case "===":
      return above(below(range, constant, true), constant, true);
    default:
      return range;
  }
}

function below(range: Range, high: number, hasHigh: boolean): Range {
  if (high > range.high) return { ...range, hasNaN: false };
  const isIn = high < range.high ? hasHigh : hasHigh && range.hasHigh;
  return { ...range, high, hasHigh: isIn, hasNaN: false };
}

function above(range: Range, low: number, hasLow: boolean): Range {
  if (low < range.low) return { ...range, hasNaN: false };
  const isIn = low > range.low ? hasLow : hasLow && range.hasLow;
  return { ...range, low, hasLow: isIn, hasNaN: false };
}

/** The comparison that numbers meet which do not meet this one. */
const opposites: Readonly<Record<string, string>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
