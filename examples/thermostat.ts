/**
 * Tuning: two numbers of a controller that heats a room. No code changes, so every proposal costs a few milliseconds.
 *
 * Run it with `deno run -A mod.ts optimize examples/thermostat.ts`; it needs no model.
 *
 * @module
 */
import { bundle, defineTask, Module, parameter } from "@opto/opto";
import { z } from "zod";

/** A room: how fast it loses heat, how strong its heating is, and the degrees that are wanted. */
interface Room {
  readonly loss: number;
  readonly power: number;
  readonly target: number;
}

/** The temperature of each of 60 minutes. It starts at 10 degrees, and it is 5 outside. */
const simulate = bundle(function simulate(gain: number, memory: number, room: Room): number[] {
  let [degrees, sum] = [10, 0];
  return Array.from({ length: 60 }, () => {
    const miss = room.target - degrees;
    sum += miss;
    const heat = Math.min(1, Math.max(0, gain * miss + memory * sum));
    degrees += room.power * heat - room.loss * (degrees - 5);
    return degrees;
  });
}, {
  description: "Heats a room for an hour; the heating is gain × miss + memory × sum of misses.",
});

class Thermostat extends Module<Room, number[]> {
  gain = parameter(0.05, {
    name: "gain",
    description: "share of the heating for each degree that is missing",
    schema: z.number().min(0).max(2),
  });
  memory = parameter(0, {
    name: "memory",
    description: "share of the heating for each degree that was missing, summed over the minutes",
    schema: z.number().min(0).max(0.2),
  });

  forward(room: Room) {
    return simulate(this.gain, this.memory, room);
  }
}

/** A room drawn at random; each can be heated to its target. */
function room(random: () => number): { input: Room } {
  const loss = 0.01 + 0.03 * random();
  const target = 18 + 5 * random();
  return { input: { loss, power: loss * (target - 5) * (1.5 + random()), target } };
}

export default defineTask({
  name: "thermostat",
  description: "Tunes the two gains of a heating controller.",
  objective: "Reach the wanted temperature soon, and stay near it without going far above.",
  agent: () => new Thermostat(),
  examples: (random) => ({
    train: Array.from({ length: 12 }, () => room(random)),
    validation: Array.from({ length: 8 }, () => room(random)),
    test: Array.from({ length: 8 }, () => room(random)),
  }),
  output: z.array(z.number()).length(60),

  guide({ input: { target } }, output) {
    if (output instanceof Error) return { score: -100, feedback: output.message };
    const misses = output.map((degrees) => target - degrees);
    const mean = misses.reduce((sum, miss) => sum + Math.abs(miss), 0) / misses.length;
    const above = Math.max(0, ...misses.map((miss) => -miss));
    const reached = misses.findIndex((miss) => Math.abs(miss) < 0.5);
    return {
      score: -mean - above,
      feedback: `${
        reached < 0
          ? "The target was never reached"
          : `The target was reached in minute ${reached + 1}`
      }; the room was up to ${above.toFixed(1)} degrees too warm, and ended ${
        (misses.at(-1) ?? 0).toFixed(1)
      } degrees below the target.`,
      metrics: { meanMiss: mean, above },
    };
  },
  trainer: { steps: 10 },
});
