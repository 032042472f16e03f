/**
 * A portfolio of trainers: each step is taken by the one that gained most for what it spent.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { type Account, booked, emptyAccount, nextArm } from "../../problem/allocation.ts";
import type { Trainer, TrainerContext } from "../trainer.ts";

/** Settings of a portfolio. */
export interface PortfolioOptions {
  /** The trainers, two or more with different names. */
  readonly trainers: readonly Trainer[];
}

/** A trainer of a portfolio between two steps. */
interface Arm extends Account {
  /** The trainer's own memory. */
  readonly memory: unknown;
}

/** The portfolio between two steps. */
export interface PortfolioMemory {
  /** By place of the trainer; empty before the first step. */
  readonly arms: readonly Arm[];
}

/**
 * A trainer that moves the budget among others to those that work. All share the current and the best candidate and the
 * history; each keeps its memory. A step is a gain when it finds a new best or a new current candidate. Gains count for
 * evaluations and tokens, never for seconds.
 *
 * @throws {UsageError} for fewer than two trainers, or two of one name
 *
 * @example
 * ```ts
 * import { beam, minibatch, portfolio } from "@opto/opto/trainer";
 * import { toyRun } from "@opto/opto/testing";
 *
 * const trainer = portfolio({ trainers: [minibatch, beam()] });
 * const { best } = await toyRun({ trainer, steps: 10 }).result;
 * console.log(best.score);
 * ```
 */
export function portfolio({ trainers }: PortfolioOptions): Trainer {
  const names = trainers.map(({ name }) => name);
  if (names.length < 2 || new Set(names).size < names.length) {
    throw new UsageError(
      `Cannot use "${
        names.join(", ")
      }" as a portfolio: received no two trainers of different names`,
      { advice: "Pass two trainers or more, each once." },
    );
  }
  return {
    name: `portfolio(${names.join(", ")})`,
    initialMemory: { arms: [] },
    async step(context) {
      const arms = trainers.map(({ initialMemory }, place): Arm =>
        context.memory.arms[place] ?? { ...emptyAccount, memory: initialMemory }
      );
      const turn = nextArm(arms);
      const [trainer, arm] = [trainers[turn], arms[turn]];
      if (trainer === undefined || arm === undefined) return; // never: it is a place among them
      const { current, best, spent: before } = context;
      const returned = await trainer.step(withMemory(context, arm.memory));
      const { evaluations, tokens } = context.spent;
      const accounts = booked(arms, {
        turn,
        evaluations: evaluations - before.evaluations,
        tokens: tokens - before.tokens,
        gain: context.best !== best || context.current.id !== current.id ? 1 : 0,
      });
      return {
        arms: arms.map(({ memory }, place): Arm => ({
          ...accounts[place]!, // one for each arm
          memory: place === turn ? returned ?? memory : memory,
        })),
      };
    },
  } satisfies Trainer<PortfolioMemory>;
}

/** The context of a step with another memory. */
function withMemory(context: TrainerContext<PortfolioMemory>, memory: unknown): TrainerContext {
  return Object.create(context, { memory: { value: memory, enumerable: true } }); // its other members change in a step
}
