/**
 * Two robots put a household in order: each policy is a function and a parameter, and so is what they say to each other.
 *
 * Run it with `deno run -A mod.ts optimize examples/household/task.ts`; with `--model NAME` a language model proposes.
 *
 * @module
 */
import { bundle, defineTask, type MaybeNode, Module, type Node, node, trainable } from "@opto/opto";
import { z } from "zod";
import {
  afterRound,
  type Deed,
  drawHouse,
  type House,
  inPlace,
  robots,
  rounds,
  type Seen,
  seenBy,
} from "./house.ts";

const deedSchema = z.object({ act: z.string(), say: z.string() });

const adaSees = bundle(function adaSees(house: House): Seen {
  return seenBy(house, 0);
}, { description: "What Ada sees, holds, was told and has heard." });

const boSees = bundle(function boSees(house: House): Seen {
  return seenBy(house, 1);
}, { description: "What Bo sees, holds, was told and has heard." });

const round = bundle(function round(house: House, ada: unknown, bo: unknown): House {
  return afterRound(house, [deedSchema.parse(ada), deedSchema.parse(bo)]);
}, { description: "Ada does her deed, then Bo his; then each hears the other." });

const rules =
  'The act is "go ROOM", "take THING" (of this room, with an empty hand), "drop" or "wait"; at most 60 characters that it says are heard by the other in the next round. It keeps no memory between rounds.';

class Household extends Module<House, House> {
  ada = trainable(function ada(seen: Seen): Deed {
    return seen.room === "kitchen" ? { act: "go hall", say: "" } : { act: "go kitchen", say: "" };
  }, { description: `A round of Ada, who walks between kitchen and hall. ${rules}` });

  bo = trainable(function bo(seen: Seen): Deed {
    return seen.room === "bedroom" ? { act: "go hall", say: "" } : { act: "go bedroom", say: "" };
  }, { description: `A round of Bo, who walks between hall and bedroom. ${rules}` });

  async forward(start: MaybeNode<House>) {
    let house: Node<House> = node(start);
    const count = Object.keys(house.peek().belongs).length;
    while (house.peek().roundsLeft > 0 && inPlace(house.peek()).length < count) {
      house = round(house, await this.ada(adaSees(house)), await this.bo(boSees(house)));
    }
    return house;
  }
}

export default defineTask({
  name: "household",
  description: "Two robots who put a household in order and can talk.",
  objective:
    `Everything lies where it belongs within ${rounds} rounds. Each robot was told where half of the things belong; what goes from kitchen to bedroom or back changes hands in the hall.`,
  agent: () => new Household(),

  examples(random) {
    const houses = (count: number) =>
      Array.from({ length: count }, () => ({ input: drawHouse(random) }));
    return { train: houses(12), validation: houses(12), test: houses(40) };
  },

  guide(_example, house) {
    if (house instanceof Error) return { score: 0, feedback: house.message };
    const things = Object.keys(house.belongs);
    const right = inPlace(house).length;
    const left = things.flatMap((thing) => {
      const [place, room] = [house.lies[thing], house.belongs[thing]];
      const holder = robots.find((_, at) => house.robots[at as 0 | 1].holds === thing); // as: two robots
      const is = place === undefined ? `is held by ${holder}` : `lies in the ${place}`;
      return place === room ? [] : [`The ${thing} ${is} and belongs in the ${room}.`];
    });
    const end = left.length === 0
      ? [`Everything was in order with ${house.roundsLeft} rounds left.`]
      : left;
    return { score: right / things.length, feedback: [...end, ...house.mistakes].join("\n") };
  },
  trainer: { steps: 20, batchSize: 3, target: 1 },
});
