/**
 * The network: a crossing of two roads, with one lane from each of four directions.
 *
 * Traffic goes straight on, so that the link out of the crossing is used by one link into it:
 *
 * ```
 *                 north
 *                   │ 500 m
 *   west ── 500 m ──┼── 500 m ── east        west → east, east → west,
 *                   │ 500 m                  north → south, south → north
 *                 south
 * ```
 *
 * @module
 */

/** Where vehicles come from. */
export const directions = ["west", "east", "north", "south"] as const;
export type Direction = typeof directions[number];

/** A value for each direction. */
export type ByDirection<Value> = Readonly<Record<Direction, Value>>;

/** The phases of the signal, in their order. */
export const phases = ["eastWest", "northSouth"] as const;
export type Phase = typeof phases[number];

/** The phase in which a direction has green. */
export const phaseOf: ByDirection<Phase> = {
  west: "eastWest",
  east: "eastWest",
  north: "northSouth",
  south: "northSouth",
};

/** The constants of Newell's car following (Newell 2002), the same on every link. */
export const road = {
  /** Metres per second. */
  freeFlowSpeed: 10,
  /** Seconds after which a vehicle is where its leader was, less the leader's jam spacing. */
  reactionTime: 1,
} as const;

/** Kinds of vehicles: their jam spacing, the metres that one takes in a standing queue, and their share. */
export const kinds = {
  car: { jamSpacing: 4.5, share: 0.9 },
  truck: { jamSpacing: 9.5, share: 0.1 },
} as const;

/** Mean metres that a vehicle takes in a standing queue: 200 vehicles per kilometre. */
export const meanSpacing = kinds.car.jamSpacing * kinds.car.share +
  kinds.truck.jamSpacing * kinds.truck.share;

/** Vehicles per second that leave a standing queue: one in every 1.5 s on average. */
export const saturationFlow = 1 / (road.reactionTime + meanSpacing / road.freeFlowSpeed);

/** Metres from the start of a trip to the stop line. */
export const incomingLength = 500;

/** Metres of a trip: the link into the crossing and the link out of it. */
export const tripLength = incomingLength + 500;

/** Seconds of a trip without other vehicles and red lights. */
export const freeFlowTime = tripLength / road.freeFlowSpeed;

/** Makes a value for each direction. */
export function byDirection<Value>(valueOf: (direction: Direction) => Value): ByDirection<Value> {
  return {
    west: valueOf("west"),
    east: valueOf("east"),
    north: valueOf("north"),
    south: valueOf("south"),
  };
}
