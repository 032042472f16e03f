/**
 * Folds the steps of a graph: turns of a loop, and runs with the same steps.
 *
 * Only repeated patterns of steps that take their arguments from the same places are folded; nothing is known of the loops of
 * the program itself.
 *
 * @module
 */
import type { NodeData, TraceData } from "../trace/data/graph_data.ts";
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
  const calls = new CallNumbers();
  const places = runsOf(graph);
  const indices = new Int32Array(graph.nodes.length).fill(-1);
  for (const steps of places) for (const [index, place] of steps.entries()) indices[place] = index;
  const runs = places.map((steps) => new Run(graph.nodes, steps, { calls, indices }));
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

/** How a source of a step stands to that of the step one turn before. */
const relations = { other: 0, fixed: 1, moved: 2, value: 3 } as const;

/** The steps of one run, by index within the run. Sources are in flat arrays: every pair of turns is compared. */
class Run {
  readonly steps: readonly number[];
  /** Equal numbers for equal calls. */
  readonly #calls: Int32Array;
  /** For each step the number of all sources before its own, and at the end of all. */
  readonly #first: Int32Array;
  /** Of each source its place, */
  readonly #places: Int32Array;
  /** its index among the steps of the run or -1, */
  readonly #indices: Int32Array;
  /** and 1 for a value. */
  readonly #areValues: Uint8Array;

  constructor(
    nodes: readonly NodeData[],
    steps: readonly number[],
    { calls, indices }: {
      readonly calls: CallNumbers;
      /** The index of each step in its run, by place; -1 for other nodes. */
      readonly indices: Int32Array;
    },
  ) {
    this.steps = steps;
    const places: number[] = [];
    this.#calls = new Int32Array(steps.length);
    this.#first = new Int32Array(steps.length + 1);
    for (const [index, place] of steps.entries()) {
      const node = nodes[place]!; // a place of the graph
      this.#calls[index] = calls.of(node);
      for (const input of node.inputs) places.push(input.node);
      if (node.uses !== undefined) places.push(...node.uses);
      this.#first[index + 1] = places.length;
    }
    this.#places = new Int32Array(places);
    this.#indices = this.#places.map((place) => indices[place]!); // as above
    this.#areValues = new Uint8Array(places.length);
    for (const [at, place] of places.entries()) {
      if (nodes[place]?.kind === "value") this.#areValues[at] = 1;
    }
  }

  /** Equal for runs with the same calls. */
  get shape(): string {
    return this.#calls.join();
  }

  /** Whether another run of this shape, hence with as many sources, takes its arguments from the same places. */
  isLike(other: Run): boolean {
    return this.#places.every((place, at) => {
      const index = this.#indices[at];
      return place === other.#places[at] ||
        (index === other.#indices[at] &&
          (index !== -1 || (this.#areValues[at] === 1 && other.#areValues[at] === 1)));
    });
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
    const end = this.#first[index + 1]!; // within the run
    for (let at = this.#first[index]!; at < end; at++) { // as above
      const relation = this.#relation(index, at, length);
      const isSame = turn > 2
        ? relation !== relations.other &&
          relation === this.#relation(before, this.#before(at, index, length), length)
        : relation !== relations.other ||
          (turn === 1 && this.#isFromBefore(index, at, { start, length }));
      if (!isSame) return false;
    }
    return true;
  }

  /** The same source of the step one turn before: the same call, hence as many sources. */
  #before(at: number, index: number, length: number): number {
    return at - this.#first[index]! + this.#first[index - length]!; // within the run
  }

  #relation(index: number, at: number, length: number): number {
    const before = this.#before(at, index, length);
    if (this.#areValues[at] === 1 && this.#areValues[before] === 1) return relations.value;
    if (this.#places[at] === this.#places[before]) return relations.fixed;
    const [step, earlier] = [this.#indices[at]!, this.#indices[before]!]; // within the run
    const isMoved = step >= 0 && earlier >= 0 && step - earlier === length;
    return isMoved ? relations.moved : relations.other;
  }

  /** Whether a step of the second turn takes from the first what the first took from before the loop. */
  #isFromBefore(
    index: number,
    at: number,
    { start, length }: { readonly start: number; readonly length: number },
  ): boolean {
    const step = this.#indices[at]!; // within the run
    const earlier = this.#indices[this.#before(at, index, length)]!; // as above
    return step >= 0 && step < start + length && earlier < start;
  }
}

/** Equal numbers for equal calls. */
class CallNumbers {
  readonly #numbers = new Map<string, number>();
  /** A few steps by operator, so that most calls need no text. */
  readonly #known = new Map<
    NodeData["operator"],
    { readonly node: NodeData; readonly number: number }[]
  >();

  of(node: NodeData): number {
    const alike = this.#known.get(node.operator) ?? [];
    const known = alike.find((other) => isSameCall(other.node, node));
    if (known !== undefined) return known.number;
    const call = callOf(node);
    const number = this.#numbers.get(call) ?? this.#numbers.size;
    this.#numbers.set(call, number);
    if (alike.length < maxKinds) this.#known.set(node.operator, [...alike, { node, number }]);
    return number;
  }
}

/** Whether steps of one operator have the same call. */
function isSameCall(one: NodeData, other: NodeData): boolean {
  return one.kind === other.kind && one.inputs.length === other.inputs.length &&
    (one.uses?.length ?? 0) === (other.uses?.length ?? 0) &&
    one.inputs.every(({ name }, at) => name === other.inputs[at]?.name);
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
