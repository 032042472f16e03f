/**
 * The fewest rounds in which a household can be put in order by two robots who know everything: what no policy can beat.
 *
 * @module
 */
import { afterRound, type Deed, type House, inPlace, rooms } from "./house.ts";

/** The fewest rounds; undefined when they do not suffice. Breadth first over all states. */
export function fewestRounds(house: House): number | undefined {
  const things = Object.keys(house.belongs);
  const acts = [
    "wait",
    "drop",
    ...rooms.map((room) => `go ${room}`),
    ...things.map((thing) => `take ${thing}`),
  ];
  const pairs = acts.flatMap((a) => acts.map((b): readonly [Deed, Deed] => [deed(a), deed(b)]));
  const key = ({ lies, robots }: House) =>
    [...things.map((thing) => lies[thing] ?? "-"), ...robots.map(({ room, holds }) => room + holds)]
      .join();
  const known = new Set([key(house)]);
  let states = [house];
  for (let round = 0; round <= house.roundsLeft; round++) {
    if (states.some((state) => inPlace(state).length === things.length)) return round;
    const next: House[] = [];
    for (const state of states) {
      for (const deeds of pairs) {
        const after = afterRound(state, deeds);
        if (after.mistakes.length > 0 || known.has(key(after))) continue;
        known.add(key(after));
        next.push(after);
      }
    }
    states = next;
  }
  return undefined;
}

function deed(act: string): Deed {
  return { act, say: "" };
}
