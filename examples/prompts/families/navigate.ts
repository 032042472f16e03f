/**
 * Navigate: whether instructions lead back to the starting point.
 *
 * @module
 */
import { pick, whole } from "../draw.ts";
import type { Family } from "../family.ts";

/** A place, and the direction that is faced. */
interface Walker {
  readonly x: number;
  readonly y: number;
  /** Quarter turns to the right from the direction of the start. */
  readonly turns: number;
}

/** An instruction: quarter turns to the right, or steps in a direction relative to the one that is faced. */
type Instruction =
  | { readonly text: string; readonly turns: number }
  | { readonly text: string; readonly steps: number; readonly side: number };

const ahead = [[0, 1], [1, 0], [0, -1], [-1, 0]] as const;

const sides = { forward: 0, right: 1, backward: 2, left: 3 } as const;

const turnings = { right: 1, around: 2, left: 3 } as const;

function moved({ x, y, turns }: Walker, instruction: Instruction): Walker {
  if ("turns" in instruction) return { x, y, turns: (turns + instruction.turns) % 4 };
  const [east, north] = ahead[(turns + instruction.side) % 4]!; // !: of four
  const { steps } = instruction;
  return { x: x + steps * east, y: y + steps * north, turns };
}

const isBack = (instructions: readonly Instruction[]): boolean => {
  const { x, y } = instructions.reduce(moved, { x: 0, y: 0, turns: 0 });
  return x === 0 && y === 0;
};

function instructionFrom(random: () => number, isForward: boolean): Instruction {
  const steps = whole(random, 1, 10);
  const taken = `Take ${steps} step${steps === 1 ? "" : "s"}`;
  if (isForward) {
    const side = pick(random, Object.keys(sides) as (keyof typeof sides)[]); // as: its own keys
    return { text: `${taken} ${side}.`, steps, side: sides[side] };
  }
  if (random() < 0.5) return { text: `${taken}.`, steps, side: 0 };
  const turning = pick(random, Object.keys(turnings) as (keyof typeof turnings)[]); // as: its own keys
  return { text: `Turn ${turning}.`, turns: turnings[turning] };
}

/** Most draws for a way of the wanted kind; one in about a hundred leads back. */
const mostDraws = 100_000;

/** Two to eight instructions, of which half lead back. */
export const navigate: Family = {
  name: "navigate",
  make(random) {
    const [leadsBack, isForward] = [random() < 0.5, random() < 0.5];
    for (let draw = 0; draw < mostDraws; draw++) {
      const way = Array.from(
        { length: whole(random, 2, 8) },
        () => instructionFrom(random, isForward),
      );
      const hasSteps = way.some((instruction) => "steps" in instruction);
      if (!hasSteps || isBack(way) !== leadsBack) continue;
      const texts = [...isForward ? ["Always face forward."] : [], ...way.map(({ text }) => text)];
      return {
        input: "If you follow these instructions, do you return to the starting point? " +
          `${texts.join(" ")}\nOptions:\n- Yes\n- No`,
        expected: leadsBack ? "Yes" : "No",
      };
    }
    throw new RangeError(`Cannot make a way: none of ${mostDraws} draws was of the wanted kind`);
  },
  pattern:
    /If you follow these instructions, do you return to the starting point\? (?:[A-Z][a-z0-9 ]+\. ?)+\nOptions:\n- Yes\n- No/g,
  solve(question) {
    let [x, y, facing] = [0, 0, 0];
    for (
      const [, turning, steps, side = "forward"] of question.matchAll(
        /Turn (\w+)\.|Take (\d+) steps?(?: (\w+))?\./g,
      )
    ) {
      if (turning !== undefined) facing += turnings[turning as keyof typeof turnings]; // as: in the pattern's text
      const angle = (facing + sides[side as keyof typeof sides]) * Math.PI / 2; // as: as above
      x += Number(steps ?? 0) * Math.round(Math.sin(angle));
      y += Number(steps ?? 0) * Math.round(Math.cos(angle));
    }
    return x === 0 && y === 0 ? "Yes" : "No";
  },
};
