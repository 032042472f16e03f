/**
 * Scripted robots: they say every round which wish they were told and have not seen fulfilled, carry what they know about, and leave
 * in the hall what the other one must carry on. Stateless, as the trainable ones are.
 *
 * @module
 */
import { type Deed, type Seen } from "./house.ts";

/** A policy of a robot. @param own the room that only this robot enters */
export function expert(own: "kitchen" | "bedroom"): (seen: Seen) => Deed {
  const far = own === "kitchen" ? "bedroom" : "kitchen";
  return (seen) => {
    const { room, holds, heard, things, roundsLeft } = seen;
    const wishes: Record<string, string> = { ...seen.wishes };
    for (const [, thing = "", place = ""] of heard.matchAll(/(\w+)>(\w+)/g)) wishes[thing] = place;
    const say = Object.entries(wishes).map(([thing, place]) => `${thing}>${place}`).join(" ");
    const deed = (act: string): Deed => ({ act, say });
    const goal = (thing: string) => wishes[thing] === far ? "hall" : wishes[thing];
    if (holds !== "") return deed(goal(holds) === room ? "drop" : `go ${goal(holds) ?? "hall"}`);
    const misplaced = things.find((thing) => wishes[thing] !== undefined && goal(thing) !== room);
    if (misplaced !== undefined) return deed(`take ${misplaced}`);
    const turn = roundsLeft % 2 === 0;
    return deed(room === "hall" ? (turn ? `go ${own}` : "wait") : turn ? "wait" : "go hall");
  };
}
