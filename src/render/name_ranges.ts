/**
 * Writes lists of node names in brief: `act1 to act22, fire3`.
 *
 * @module
 */
import { baseOf } from "../trace/data/node_names.ts";

/** Names with at least so many consecutive numbers become a range. */
const leastRange = 3;

/** Maximum number of names and ranges; the rest is counted. */
const maxParts = 12;

/** Names in order of base and number; consecutive numbers as ranges, equal strides as `get0 to get147 in steps of 3`. */
export function nameRanges(names: readonly string[]): string {
  const byBase = Map.groupBy(names, baseOf);
  const parts = [...byBase].flatMap(([base, named]) => rangesOf(base, named));
  const rest = parts.slice(maxParts);
  return [...parts.slice(0, maxParts), ...(rest.length === 0 ? [] : [`… ${rest.length} more`])]
    .join(", ");
}

function rangesOf(base: string, names: readonly string[]): string[] {
  const numbered = names.map((name) => ({
    name,
    number: numberAfter(name, base.length),
  }))
    .sort((one, other) => one.number - other.number);
  const stride = (numbered[1]?.number ?? 0) - (numbered[0]?.number ?? 0);
  const isEven = numbered.length > leastRange && stride > 1 &&
    numbered.every(({ number }, at) => number === numbered[0]!.number + at * stride); // not empty
  if (isEven) return [`${numbered[0]!.name} to ${numbered.at(-1)!.name} in steps of ${stride}`]; // as above
  const parts: string[] = [];
  for (let start = 0; start < numbered.length;) {
    let end = start + 1;
    while (numbered[end]?.number === numbered[end - 1]!.number + 1) end++; // both are in the list
    const range = numbered.slice(start, end).map(({ name }) => name);
    parts.push(...(range.length < leastRange ? range : [`${range[0]} to ${range.at(-1)}`]));
    start = end;
  }
  return parts;
}

/** The number at the end of a name, after an underscore or not. */
function numberAfter(name: string, start: number): number {
  let number = 0;
  for (let at = name[start] === "_" ? start + 1 : start; at < name.length; at++) {
    number = number * 10 + name.charCodeAt(at) - 48;
  }
  return number;
}
