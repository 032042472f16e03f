/**
 * An arm of the search: one way of making better candidates. Types only.
 *
 * An arm is asked for a generation of candidates and told how they did ("ask and tell": Collette, Hansen, Pujol, Salazar
 * Aponte and Le Riche, 2010). Between the two it is plain data, so that a run can be resumed and replayed.
 *
 * @module
 */
import type { ParameterState, Problem, SmokeInputs, Values } from "../problem/problem.ts";
import type { Trial } from "../problem/trial.ts";
import type { Random } from "./draw.ts";

/** A new candidate, and how it differs in words. */
export interface Variation {
  readonly values: Values;
  readonly reasoning: string;
}

/** What an arm knows besides its state. */
export interface Scene {
  readonly parameters: readonly ParameterState[];
  /** The values of the current candidate. */
  readonly current: Values;
  /** Earlier candidates of all arms, oldest first; none in the first generation. */
  readonly history: readonly Trial[];
  /** The scores of the current candidate on the examples of this step. @default none are known */
  readonly judged?: Problem["judged"];
  /** The trials that a trainer wants varied. @default those of the history */
  readonly population?: readonly Trial[] | undefined;
  /** Arguments of calls of the initial code. @default none are known */
  readonly inputs?: SmokeInputs | undefined;
  /** Steps whose candidates are near others, to learn slopes, so that no arm builds on them. @default none */
  readonly probed?: ReadonlySet<number> | undefined;
  /** Whether code keeps its form: only its numbers and operators vary. */
  readonly isTuned: boolean;
  /** Longest code, in characters beyond the one it started from. */
  readonly maxGrowth: number;
}

/** A wish for a generation. */
export interface GenerationRequest<State> extends Scene {
  readonly state: State;
  /** Candidates wanted; fewer may come. */
  readonly count: number;
  readonly random: Random;
  /** Ends the search. */
  readonly signal?: AbortSignal | undefined;
}

/** A generation that an arm made. */
export interface Generation<State> {
  /** Candidates, none of them twice. Those that were tried before cost nothing, and bring nothing. */
  readonly children: readonly Variation[];
  readonly state: State;
}

/** One way of making better candidates. */
export interface Arm<State = unknown> {
  /** Name in reasonings and in the search's memory. */
  readonly name: string;
  /** The state before the first generation, plain data. */
  readonly initialState: State;
  /** Whether it can change a parameter. */
  canChange(parameter: ParameterState): boolean;
  /**
   * Most candidates of the next generation, from schema and state alone, so that no other budget changes a run. An arm of
   * size 0 is passed over.
   */
  size(scene: Scene, state: State): number;
  /** Whether the next generation belongs to the last one, so that no other arm comes between them. @default never */
  isOpen?(state: State): boolean;
  /** Whether it comes before arms that may have gained more, where no generation is open. @default never */
  isFavoured?(state: State): boolean;
  /** Steps whose candidates only tell slopes. @default none */
  probed?(state: State): readonly number[];
  /** Makes a generation. */
  ask(request: GenerationRequest<State>): Promise<Generation<State>>;
  /**
   * The state after the last generation was evaluated.
   *
   * @param trials of its children, in their order; null for one that was not evaluated, and none at the end of a budget.
   * Trials of one generation met the same examples, but those that fell behind met fewer.
   */
  tell(state: State, trials: readonly (Trial | null)[], scene: Scene): State;
}
