/**
 * Two agents that must understand each other: a sender packs a reading into few characters, and a receiver unpacks it. Both
 * are trainable. A change of one alone makes things worse; the trace shows what passed between them.
 *
 * Run it with `deno run -A mod.ts optimize examples/courier.ts --model NAME`: a new code for messages takes a model, the
 * built-in search does not invent one.
 *
 * @module
 */
import { bundle, defineTask, Module, trainable } from "@opto/opto";
import { z } from "zod";

/** What a weather station has read, in whole degrees and kilometres per hour. */
interface Reading {
  readonly degrees: number;
  readonly wind: number;
  readonly isRaining: boolean;
}

const maxLength = 6;

/** The way between the two: a step of the trace with nothing to train. */
const carry = bundle(function carry(message: string): string {
  return message.slice(0, maxLength);
}, { description: `Only the first ${maxLength} characters arrive.` });

class Courier extends Module<Reading, Reading> {
  send = trainable(function send(reading: Reading): string {
    return [reading.degrees, reading.wind, reading.isRaining].join(" ");
  }, { description: `Packs a reading into ${maxLength} characters; what is longer is cut off.` });

  receive = trainable(function receive(message: string): Reading {
    const [degrees, wind, isRaining] = message.split(" ");
    return { degrees: Number(degrees), wind: Number(wind ?? 0), isRaining: isRaining === "true" };
  }, { description: "Unpacks what the sender packed." });

  async forward(reading: Reading) {
    return this.receive(await carry(await this.send(reading)));
  }
}

function reading(random: () => number): { input: Reading } {
  return {
    input: {
      degrees: Math.floor(60 * random()) - 20,
      wind: Math.floor(150 * random()),
      isRaining: random() < 0.5,
    },
  };
}

export default defineTask({
  name: "courier",
  description: "Two functions agree on a code for messages of six characters.",
  objective:
    "The reading that arrives equals the one that was sent: degrees from -20 to 39, wind from 0 to 149.",
  agent: () => new Courier(),
  examples: (random) => ({
    train: Array.from({ length: 12 }, () => reading(random)),
    validation: Array.from({ length: 12 }, () => reading(random)),
    test: Array.from({ length: 12 }, () => reading(random)),
  }),
  output: z.object({ degrees: z.number(), wind: z.number(), isRaining: z.boolean() }),

  guide({ input }, output) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    const wrong = (["degrees", "wind", "isRaining"] as const).filter((field) =>
      output[field] !== input[field]
    );
    return {
      score: 1 - wrong.length / 3,
      feedback: wrong.length === 0
        ? "All three arrived."
        : wrong.map((field) => `${field} is ${output[field]} and should be ${input[field]}.`)
          .join(" "),
    };
  },
  trainer: { steps: 10, target: 1 },
});
