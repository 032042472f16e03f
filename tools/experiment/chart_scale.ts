/**
 * The vertical scale of the chart of an experiment: linear, or by powers of ten.
 *
 * @module
 */
import { ticks, tickStep, tickText, visibleRange } from "../../src/run/chart/scale.ts";

/** From values to shares of the height of a field. */
export interface ChartScale {
  /** 0 at the lower edge, 1 at the upper; values beyond are at the edge. */
  share(value: number): number;
  /** Whether a value is between the edges. */
  shows(value: number): boolean;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** Ticks of a linear scale, about. */
const linearTicks = 6;

/**
 * A scale that shows the values well.
 *
 * @param required values that are between its edges
 */
export function chartScale(
  kind: "linear" | "log",
  values: readonly number[],
  required: readonly number[],
): ChartScale {
  if (kind === "linear") {
    const range = visibleRange(values, required);
    const step = tickStep(range, linearTicks);
    const marks = ticks(range, linearTicks).map((value) => ({
      value,
      text: tickText(value, step),
    }));
    return scaleOf(range, (value) => value, marks);
  }
  const powers = (numbers: readonly number[]) =>
    numbers.filter((value) => value > 0).map(Math.log10);
  const range = visibleRange(powers(values), powers(required));
  return scaleOf(range, Math.log10, powerTicks(range));
}

function scaleOf(
  { low, high }: { readonly low: number; readonly high: number },
  place: (value: number) => number,
  ticks: ChartScale["ticks"],
): ChartScale {
  const share = (value: number) => (place(value) - low) / (high - low);
  return {
    share: (value) => Math.min(1, Math.max(0, share(value))),
    shows: (value) => share(value) >= 0 && share(value) <= 1,
    ticks,
  };
}

/** Powers of ten; with twice and five times them where there are few, and not all where there are many. */
function powerTicks(
  { low, high }: { readonly low: number; readonly high: number },
): ChartScale["ticks"] {
  const span = high - low;
  const [stride, factors] = span < 2.5 ? [1, [1, 2, 5]] : [Math.ceil(span / 7), [1]];
  const powers = Array.from(
    { length: Math.ceil(span / stride) + 2 },
    (_, i) => (Math.floor(low / stride) + i) * stride,
  );
  return powers.flatMap((power) => factors.map((factor) => factor * 10 ** power))
    .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high)
    .map((value) => ({ value, text: powerText(value) }));
}

/** A tick of a scale by powers of ten: 0.001, 20, 10⁻⁶. */
function powerText(value: number): string {
  if (value >= 0.000_999 && value < 1e6) {
    return value.toLocaleString("en-US", { maximumSignificantDigits: 1 });
  }
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const power = Math.round(Math.log10(value));
  const raised = [...String(Math.abs(power))].map((digit) => digits[Number(digit)]).join("");
  return `10${power < 0 ? "⁻" : ""}${raised}`;
}
