/**
 * A small household, after the tasks of two agents in VirtualHome (Puig and others 2018, arXiv 1806.07011): three rooms in a row, two
 * robots, things that belong elsewhere. The first robot goes about kitchen and hall, the second one about hall and bedroom, so what
 * goes from end to end changes hands in the hall. Each sees its own room and knows half of the wishes; they can talk.
 *
 * @module
 */

/** Rooms, each next to the one before. */
export const rooms = ["kitchen", "hall", "bedroom"] as const;

/** A room. */
export type Room = typeof rooms[number];

/** Names of the robots. */
export const robots = ["Ada", "Bo"] as const;

/** Rooms of each robot. */
const reach: readonly (readonly Room[])[] = [["kitchen", "hall"], ["hall", "bedroom"]];

/** Rounds of an episode; in each both robots do one thing. */
export const rounds = 20;

/** Longest message that is heard, in characters. */
export const maxMessage = 60;

/** What a robot sees and knows. */
export interface Seen {
  readonly room: Room;
  /** Things that lie in this room. */
  readonly things: readonly string[];
  /** The thing in its hand; "" for none. */
  readonly holds: string;
  /** The wishes that this robot was told: where things belong, by thing. */
  readonly wishes: Readonly<Record<string, string>>;
  /** What the other robot said in the round before. */
  readonly heard: string;
  /** Rounds left, this one among them. */
  readonly roundsLeft: number;
}

/** What a robot does in a round, "go ROOM", "take THING", "drop" or "wait", and what it says. */
export interface Deed {
  readonly act: string;
  readonly say: string;
}

/** One robot. */
interface Robot {
  readonly room: Room;
  readonly holds: string;
  readonly heard: string;
}

/** The state of a household. */
export interface House {
  /** The room in which each thing lies; none while it is held. */
  readonly lies: Readonly<Record<string, Room | undefined>>;
  /** Where each thing belongs. */
  readonly belongs: Readonly<Record<string, Room>>;
  /** The things whose place each robot was told. */
  readonly told: readonly [readonly string[], readonly string[]];
  readonly robots: readonly [Robot, Robot];
  readonly roundsLeft: number;
  /** What did not work in the last round. */
  readonly mistakes: readonly string[];
}

const names = ["plate", "book", "cup", "towel", "lamp", "ball"];

/** A household to put in order: four things that lie elsewhere than they belong. */
export function drawHouse(random: () => number): House {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!; // !: below its length
  const things = [...names];
  while (things.length > 4) things.splice(Math.floor(random() * things.length), 1);
  const lies: Record<string, Room> = {};
  const belongs: Record<string, Room> = {};
  for (const thing of things) {
    const room = lies[thing] = pick(rooms);
    belongs[thing] = pick(rooms.filter((other) => other !== room));
  }
  const told = [things.slice(0, 2), things.slice(2)] as const;
  const robot = (room: Room): Robot => ({ room, holds: "", heard: "" });
  const robots = [robot("kitchen"), robot("bedroom")] as const;
  return { lies, belongs, told, robots, roundsLeft: rounds, mistakes: [] };
}

/** What a robot sees. @param at 0 or 1 */
export function seenBy(house: House, at: 0 | 1): Seen {
  const { room, holds, heard } = house.robots[at];
  const things = Object.keys(house.lies).filter((thing) => house.lies[thing] === room);
  const wishes = Object.fromEntries(house.told[at].map((thing) => [thing, house.belongs[thing]!])); // !: each thing belongs somewhere
  return { room, things, holds, wishes, heard, roundsLeft: house.roundsLeft };
}

/** The house after a round: first Ada does what she wants to, then Bo, then each hears the other. What cannot be done is a mistake. */
export function afterRound(house: House, deeds: readonly [Deed, Deed]): House {
  let next: House = { ...house, mistakes: [], roundsLeft: house.roundsLeft - 1 };
  for (const at of [0, 1] as const) {
    const done = afterDeed(next, at, deeds[at].act.trim());
    next = typeof done === "string"
      ? { ...next, mistakes: [...next.mistakes, `${robots[at]}: ${done}`] }
      : done;
  }
  const [ada, bo] = next.robots;
  const said = deeds.map(({ say }) => say.slice(0, maxMessage));
  return { ...next, robots: [{ ...ada, heard: said[1]! }, { ...bo, heard: said[0]! }] }; // !: two deeds
}

/** The house after a deed, or why it cannot be done. */
function afterDeed(house: House, at: 0 | 1, act: string): House | string {
  const robot = house.robots[at];
  const [verb, ...words] = act.split(/\s+/);
  const what = words.join(" ");
  const withRobot = (changed: Robot, lies = house.lies): House => ({
    ...house,
    lies,
    robots: at === 0 ? [changed, house.robots[1]] : [house.robots[0], changed],
  });
  switch (verb) {
    case "wait":
      return house;
    case "go": {
      const room = reach[at]!.find((room) => room === what); // !: two robots
      return room === undefined ? `cannot go to "${what}"` : withRobot({ ...robot, room });
    }
    case "take":
      if (robot.holds !== "") return `cannot take "${what}" while holding the ${robot.holds}`;
      if (!Object.hasOwn(house.lies, what) || house.lies[what] !== robot.room) {
        return `there is no "${what}" in the ${robot.room}`;
      }
      return withRobot({ ...robot, holds: what }, { ...house.lies, [what]: undefined });
    case "drop":
      if (robot.holds === "") return "has nothing to drop";
      return withRobot({ ...robot, holds: "" }, { ...house.lies, [robot.holds]: robot.room });
    default:
      return `does not know how to "${act}"`;
  }
}

/** Things that lie where they belong. */
export function inPlace({ lies, belongs }: House): readonly string[] {
  return Object.keys(belongs).filter((thing) => lies[thing] === belongs[thing]);
}
