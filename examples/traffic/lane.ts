/**
 * A lane from its start through the crossing to its end, by Newell's simplified car following.
 *
 * A vehicle drives at free-flow speed, unless its leader is close: then it is where the leader was a reaction time ago,
 * less the leader's jam spacing (G. F. Newell, A simplified car-following theory: a lower order model, Transportation
 * Research Part B 36, 2002). With n vehicles in a platoon, only the first of them is followed and the time step is n
 * reaction times, as in UXsim (T. Seo, UXsim: lightweight mesoscopic traffic flow simulator, Journal of Open Source Software
 * 10(106), 2025). The platoons of this example have one vehicle, because green times are whole seconds.
 *
 * @module
 */
import type { Vehicle } from "./demand.ts";
import { freeFlowTime, incomingLength, road, tripLength } from "./network.ts";

/** One lane and the vehicles on it, in their order. */
export class Lane {
  /** Vehicles in a platoon; its first one stands for all of them. */
  readonly platoonSize: number;
  /** Seconds of a step. */
  readonly timeStep: number;
  /** When each platoon sets out, in seconds. */
  readonly departures: readonly number[];
  /** Metres that each platoon takes in a standing queue. */
  readonly spacings: readonly number[];
  /** Metres from the start; 0 before the lane was entered. */
  readonly positions: Float64Array;
  /** When the stop line was crossed, in seconds; NaN before. */
  readonly crossings: Float64Array;
  /** When the end was reached, in seconds; NaN before. */
  readonly arrivals: Float64Array;
  /** Seconds that have passed. */
  time = 0;
  /** Platoons that have entered the lane. */
  entered = 0;
  /** Platoons that have crossed the stop line. */
  crossed = 0;
  /** Platoons that have reached the end. */
  arrived = 0;
  /** Platoons before the stop line, slower than half the free-flow speed in the last step. */
  #slow = 0;

  constructor(vehicles: readonly Vehicle[], platoonSize = 1) {
    this.platoonSize = platoonSize;
    this.timeStep = platoonSize * road.reactionTime;
    const count = Math.ceil(vehicles.length / platoonSize);
    const platoons = Array.from(
      { length: count },
      (_, each) => vehicles.slice(each * platoonSize, (each + 1) * platoonSize),
    );
    this.departures = platoons.map((platoon) => platoon[0]!.departure); // none is empty
    this.spacings = platoons.map((platoon) =>
      platoon.reduce((sum, { jamSpacing }) => sum + jamSpacing, 0)
    );
    this.positions = new Float64Array(count);
    this.crossings = new Float64Array(count).fill(NaN);
    this.arrivals = new Float64Array(count).fill(NaN);
  }

  /** Platoons that have set out and found no room on the lane yet. */
  get waiting(): number {
    let waiting = 0;
    while ((this.departures[this.entered + waiting] ?? Infinity) < this.time) waiting++;
    return waiting;
  }

  /** Vehicles in the queue: those that wait to enter, and the slow ones before the stop line. */
  get queue(): number {
    return this.platoonSize * (this.#slow + this.waiting);
  }

  /** Moves all vehicles by one time step. */
  step(isGreen: boolean): void {
    const reach = road.freeFlowSpeed * this.timeStep;
    let room = Infinity; // what the leader leaves: its position before this step, less the spacing
    this.#slow = 0;
    for (let each = this.arrived; each < this.entered; each++) {
      const before = this.positions[each]!; // every platoon has one
      const isHeld = !isGreen && before <= incomingLength;
      const after = Math.min(before + reach, room, isHeld ? incomingLength : Infinity);
      this.positions[each] = after;
      if (after > incomingLength && before <= incomingLength) {
        this.crossings[each] = this.#timeAt(incomingLength, before, after);
        this.crossed++;
      }
      if (after >= tripLength) {
        this.arrivals[each] = this.#timeAt(tripLength, before, after);
        this.arrived++;
      }
      room = before - this.spacings[each]!; // as above
      if (after <= incomingLength && after - before < reach / 2) this.#slow++;
    }
    const departure = this.departures[this.entered] ?? Infinity;
    const end = this.time + this.timeStep;
    if (departure < end && room >= 0) {
      const driven = road.freeFlowSpeed * (end - Math.max(departure, this.time));
      this.positions[this.entered] = Math.min(driven, room);
      this.entered++;
    }
    this.time = end;
  }

  /** The seconds that each platoon lost so far, against a trip at free-flow speed. */
  delays(): number[] {
    return this.departures.slice(0, this.entered + this.waiting).map((departure, each) => {
      const arrival = this.arrivals[each]!; // as above
      return Number.isNaN(arrival)
        ? this.time - departure - this.positions[each]! / road.freeFlowSpeed
        : arrival - departure - freeFlowTime;
    });
  }

  /** When a place was passed in this step. */
  #timeAt(place: number, before: number, after: number): number {
    return this.time + this.timeStep * (place - before) / (after - before);
  }
}
