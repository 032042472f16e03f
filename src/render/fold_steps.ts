/**
 * Folds the steps of a graph: turns of a loop, and runs with the same steps.
 *
 * Only repeated patterns of steps that take their arguments from the same places are folded; nothing is known of the loops of
 * the program itself.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
import { sourcesOf } from "./minimal_subgraph.ts";
import { runsOf } from "./runs.ts";

/** Steps that are written one by one. */
export interface PlainSteps {
  readonly kind: "steps";
  readonly steps: readonly number[];
}

/** Turns of a loop. */
export interface Loop {
  readonly kind: "loop";
  /** The places of the steps of each turn. */
  readonly turns: readonly (readonly number[])[];
  /** The turns to be written: the first, the worst and the last. */
  readonly shown: ReadonlySet<number>;
}

/** A part of a run. */
export type Block = PlainSteps | Loop;

/** The steps of one run. */
export interface FoldedRun {
  readonly steps: readonly number[];
  readonly blocks: readonly Block[];
  /** The steps of an earlier run that are the same, one by one; those stand for these. */
  readonly like?: readonly number[];
}

/** Fewer turns, and turns with fewer steps between the first and the last, are written one by one. */
const leastTurns = 4;
const leastHidden = 6;

/** Maximum number of steps in a turn. */
const maxTurnLength = 60;

/** Maximum number of runs with the same calls, but other arguments, that a run is compared with. */
const maxKinds = 8;

/**
 * The runs of a graph with their loops.
 *
 * @param outputs places of the nodes with feedback, worst first
 */
export function foldSteps(graph: TraceData, outputs: readonly number[]): readonly FoldedRun[] {
  const numbers = new Map<string, number>();
  const callNumber = (node: NodeData) => {
    const call = callOf(node);
    const number = numbers.get(call) ?? numbers.size;
    numbers.set(call, number);
    return number;
  };
  const runs = runsOf(graph).map((steps) => new Run(graph.nodes, steps, callNumber));
  const kinds = new Map<string, Run[]>();
  return runs.map((run): FoldedRun => {
    const earlier = kinds.get(run.shape) ?? [];
    kinds.set(run.shape, earlier);
    const twin = earlier.find((other) => other.isLike(run));
    if (twin === undefined && earlier.length < maxKinds) earlier.push(run);
    const folded = { steps: run.steps, blocks: run.blocks(outputs) };
    return twin === undefined ? folded : { ...folded, like: twin.steps };
  });
}

/** The steps that are written, in order of worth: those of the first run, last first; repeated runs come at the end. */
export function shownSteps(runs: readonly FoldedRun[]): readonly number[] {
  const isRepeat = ({ like }: FoldedRun) => like !== undefined;
  return [...runs.filter((run) => !isRepeat(run)), ...runs.filter(isRepeat)].flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === "steps" ? block.steps : [...block.shown].sort((one, other) => one - other)
        .flatMap((turn) => block.turns[turn]!) // within the turns
    ).toReversed()
  );
}

/** The steps of one run, by index within the run. */
class Run {
  readonly steps: readonly number[];
  readonly #nodes: readonly NodeData[];
  readonly #indexOf: ReadonlyMap<number, number>;
  /** Equal numbers for equal calls. */
  readonly #calls: readonly number[];
  readonly #sources: readonly (readonly number[])[];

  constructor(
    nodes: readonly NodeData[],
    steps: readonly number[],
    callNumber: (node: NodeData) => number,
  ) {
    this.steps = steps;
    this.#nodes = nodes;
    this.#indexOf = new Map(steps.map((place, index) => [place, index]));
    this.#calls = steps.map((place) => callNumber(nodes[place]!)); // a place of the graph
    this.#sources = steps.map((place) => sourcesOf(nodes[place]!)); // as above
  }

  /** Equal for runs with the same calls. */
  get shape(): string {
    return this.#calls.join();
  }

  /** Whether another run of this shape takes its arguments from the same places. */
  isLike(other: Run): boolean {
    return this.#sources.every((sources, index) =>
      sources.every((source, at) => {
        const taken = other.#sources[index]![at]!; // the same call, hence as many sources
        const step = this.#indexOf.get(source);
        return source === taken ||
          (step === other.#indexOf.get(taken) &&
            (step !== undefined || this.#areValues(source, taken)));
      })
    );
  }

  blocks(outputs: readonly number[]): Block[] {
    const blocks: Block[] = [];
    let plain: number[] = [];
    const endPlain = () => {
      if (plain.length > 0) blocks.push({ kind: "steps", steps: plain });
      plain = [];
    };
    for (let index = 0; index < this.steps.length;) {
      const loop = this.#longestLoop(index);
      if (loop === undefined) {
        plain.push(this.steps[index++]!); // within the run
        continue;
      }
      endPlain();
      const turns = Array.from({ length: loop.turns }, (_, turn) => {
        const start = index + turn * loop.length;
        return this.steps.slice(start, start + loop.length);
      });
      blocks.push({ kind: "loop", turns, shown: shownTurns(turns, outputs) });
      index += loop.turns * loop.length;
    }
    endPlain();
    return blocks;
  }

  /** The loop from `start` with the most steps. */
  #longestLoop(start: number): { readonly length: number; readonly turns: number } | undefined {
    let longest: { readonly length: number; readonly turns: number } | undefined;
    const left = this.steps.length - start;
    const most = Math.min(maxTurnLength, Math.floor(left / leastTurns));
    for (let length = 1; length <= most; length++) {
      if (longest !== undefined && longest.turns * longest.length === left) break; // none is longer
      if (this.#calls[start] !== this.#calls[start + length]) continue;
      let end = start + length;
      while (end < this.steps.length && this.#repeats(end, length, start)) end++;
      const turns = Math.floor((end - start) / length);
      const isWorth = turns >= leastTurns && (turns - 2) * length >= leastHidden;
      const isLonger = turns * length > (longest?.turns ?? 0) * (longest?.length ?? 0);
      if (isWorth && isLonger) longest = { length, turns };
    }
    return longest;
  }

  /** Whether a step is that of the turn before it. What the first turn takes from before the loop, the others take from a turn. */
  #repeats(index: number, length: number, start: number): boolean {
    const before = index - length;
    if (this.#calls[index] !== this.#calls[before]) return false;
    const turn = Math.floor((index - start) / length);
    return this.#sources[index]!.every((_, at) => { // within the run
      const relation = this.#relation(index, at, length);
      if (turn > 2) return relation !== "other" && relation === this.#relation(before, at, length);
      return relation !== "other" ||
        (turn === 1 && this.#isFromBefore(index, at, { start, length }));
    });
  }

  /** How a source of a step stands to that of the step one turn before. */
  #relation(index: number, at: number, length: number): "fixed" | "moved" | "value" | "other" {
    const source = this.#sources[index]![at]!; // the same call one turn before, hence as many sources
    const earlier = this.#sources[index - length]![at]!; // as above
    if (this.#areValues(source, earlier)) return "value";
    if (source === earlier) return "fixed";
    const [step, earlierStep] = [this.#indexOf.get(source), this.#indexOf.get(earlier)];
    const isMoved = step !== undefined && earlierStep !== undefined &&
      step - earlierStep === length;
    return isMoved ? "moved" : "other";
  }

  /** Whether a step of the second turn takes from the first what the first took from before the loop. */
  #isFromBefore(
    index: number,
    at: number,
    { start, length }: { readonly start: number; readonly length: number },
  ): boolean {
    const step = this.#indexOf.get(this.#sources[index]![at]!); // within the run
    const earlier = this.#indexOf.get(this.#sources[index - length]![at]!); // as above
    return step !== undefined && step < start + length && (earlier ?? -1) < start;
  }

  #areValues(one: number, other: number): boolean {
    return this.#nodes[one]?.kind === "value" && this.#nodes[other]?.kind === "value";
  }
}

/** Operator, argument names and result kind of a step. */
function callOf({ kind, operator, inputs, uses = [] }: NodeData): string {
  return `${kind} ${operator?.name}(${inputs.map(({ name }) => name).join()})${uses.length}`;
}

/** The first and the last turn, and the one with the worst output. */
function shownTurns(
  turns: readonly (readonly number[])[],
  outputs: readonly number[],
): ReadonlySet<number> {
  const turnOf = new Map(turns.flatMap((steps, turn) => steps.map((place) => [place, turn])));
  const worst = outputs.find((place) => turnOf.has(place));
  return new Set([0, ...(worst === undefined ? [] : [turnOf.get(worst)!]), turns.length - 1]); // it has one
}
