/**
 * Shares the steps of the search among its arms: each generation is made by the arm that gained most for what it spent.
 *
 * @module
 */
import { type Account, booked, emptyAccount, nextArm } from "../problem/allocation.ts";
import type { Trial } from "../problem/trial.ts";
import type { Arm, Scene } from "./arm.ts";
import { leadOf } from "./numbers/standing.ts";

/** An arm between two generations. */
export interface ArmMemory {
  /** What it gained and spent. */
  readonly account: Account;
  /** The arm's own state. */
  readonly state: unknown;
}

/** The search between two steps, as plain data. */
export interface SearchMemory {
  /** By name of the arm. */
  readonly arms: Readonly<Record<string, ArmMemory>>;
  /** The arm of the last generation; null before it. */
  readonly last: string | null;
  /** The arm of the next generation, and its most candidates; null before the first generation. */
  readonly next: { readonly arm: string; readonly size: number } | null;
  /** How much the score rose in the last generations of all arms; earlier ones count less. */
  readonly progress: number;
}

/** Before the first generation. */
export const initialMemory: SearchMemory = { arms: {}, last: null, next: null, progress: 0 };

/** Share of the progress that is left after a generation. */
const memoryOfProgress = 0.9;

/** A rise of the score, as a share of it, that counts half though nothing rose before. */
const leastRise = 1e-3;

/** An arm's memory; that of its beginning where it had no generation. */
export function memoryOf({ arms }: SearchMemory, arm: Arm): ArmMemory {
  return Object.hasOwn(arms, arm.name)
    ? arms[arm.name]!
    : { account: emptyAccount, state: arm.initialState };
}

/**
 * The memory after the trials of the last generation: its arm is told of them, and the accounts are booked. How much a gain
 * counts depends on the progress before it, because scores rise fast at first and slowly later.
 */
export function told(
  memory: SearchMemory,
  arms: readonly Arm[],
  { trials, scene }: { readonly trials: readonly (Trial | null)[]; readonly scene: Scene },
): SearchMemory {
  const turn = arms.findIndex(({ name }) => name === memory.last);
  const arm = arms[turn];
  if (arm === undefined) return memory;
  const met = trials.filter((trial) => trial !== null);
  const evaluations = met.reduce((sum, { scores }) => sum + Object.keys(scores).length, 0);
  const rise = Math.max(0, ...met.map((trial) => trial.isAccepted ? leadOf(trial) ?? 0 : 0));
  const size = Math.max(0, ...met.map(({ score }) => Math.abs(score ?? 0)));
  const gain = rise > 0 ? rise / (rise + memory.progress + leastRise * size) : 0;
  const before = arms.map((arm) => memoryOf(memory, arm));
  const accounts = booked(before.map(({ account }) => account), {
    ...{ turn, gain, evaluations, tokens: 0 },
  });
  const after = arms.map(({ name }, place) => {
    const { state } = before[place]!; // here and below: one for each arm
    return [name, {
      account: accounts[place]!,
      state: place === turn ? arm.tell(state, trials, scene) : state,
    }] as const;
  });
  return {
    ...memory,
    arms: { ...memory.arms, ...Object.fromEntries(after) },
    last: null,
    progress: memory.progress * memoryOfProgress + rise,
  };
}

/** Steps whose candidates only tell slopes, of all arms. */
export function probedSteps(memory: SearchMemory, arms: readonly Arm[]): ReadonlySet<number> {
  return new Set(arms.flatMap((arm) => arm.probed?.(memoryOf(memory, arm).state) ?? []));
}

/** The memory with another one of an arm. */
export function withArm(memory: SearchMemory, { name }: Arm, own: ArmMemory): SearchMemory {
  return { ...memory, arms: { ...memory.arms, [name]: own } };
}

/** The memory with the arm of the next generation: the last one while its generations belong together, then a favoured one. */
export function planned(memory: SearchMemory, arms: readonly Arm[], scene: Scene): SearchMemory {
  const able = arms.map((arm) => {
    const { account, state } = memoryOf(memory, arm);
    return { arm, account, state, size: arm.size(scene, state) };
  }).filter(({ size }) => size > 0);
  const open = able.find(({ arm, state }) => arm.name === memory.last && arm.isOpen?.(state));
  const favoured = able.find(({ arm, state }) => arm.isFavoured?.(state));
  const next = open ?? favoured ?? able[nextArm(able.map(({ account }) => account))];
  if (next === undefined) return memory;
  return { ...memory, next: { arm: next.arm.name, size: next.size } };
}
