/**
 * Which measured numbers depend on which coordinates, and which coordinates can therefore be moved at once to learn all of
 * their slopes.
 *
 * (Curtis, Powell and Reid, On the Estimation of Sparse Jacobian Matrices, 1974.)
 *
 * @module
 */

/** A bit for each measured number and coordinate. */
export interface Dependence {
  readonly bits: Uint8Array;
  /** Coordinates. */
  readonly width: number;
}

/** No number depends on a coordinate as far as is known. */
export function noDependence(measured: number, width: number): Dependence {
  return { bits: new Uint8Array(Math.ceil(measured * width / 8)), width };
}

export function depends({ bits, width }: Dependence, number: number, place: number): boolean {
  const at = number * width + place;
  return (bits[at >> 3]! >> (at & 7) & 1) === 1; // within the matrix
}

export function addDependence({ bits, width }: Dependence, number: number, place: number): void {
  const at = number * width + place;
  bits[at >> 3]! |= 1 << (at & 7); // within the matrix
}

/** The coordinates that a number depends on, ascending. */
export function placesOf(dependence: Dependence, number: number): readonly number[] {
  const places: number[] = [];
  for (let place = 0; place < dependence.width; place++) {
    if (depends(dependence, number, place)) places.push(place);
  }
  return places;
}

/**
 * Groups of coordinates of which no two change the same number.
 *
 * @param places coordinates to be grouped
 * @param numbers those that count
 */
export function groupsOf(
  dependence: Dependence,
  places: readonly number[],
  numbers: readonly number[],
): readonly (readonly number[])[] {
  const own = places
    .map((place) => ({ place, of: numbers.filter((number) => depends(dependence, number, place)) }))
    .filter(({ of }) => of.length > 0)
    .sort((one, other) => other.of.length - one.of.length || one.place - other.place);
  const groups: { readonly places: number[]; readonly of: Set<number> }[] = [];
  for (const { place, of } of own) {
    const fitting = groups.find((group) => !of.some((number) => group.of.has(number)));
    if (fitting === undefined) {
      groups.push({ places: [place], of: new Set(of) });
      continue;
    }
    fitting.places.push(place);
    for (const number of of) fitting.of.add(number);
  }
  return groups.map(({ places }) => places);
}
