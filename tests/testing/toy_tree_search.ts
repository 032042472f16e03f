/**
 * A small tree search as a proposer: it grows a tree of trials within one step and suggests the best leaf.
 *
 * @module
 */
import type { Proposer, Values } from "@opto/opto/optimizer";

/** A tried point of the tree. */
interface Leaf {
  readonly values: Values;
  readonly score: number;
}

/** A proposer that tries `width` children of its best leaves, as deep as its trials last. */
export function toyTreeSearch({ width = 2, depth = 3 } = {}): Proposer<{ readonly step: number }> {
  return {
    name: "toy-tree-search",
    initialMemory: { step: 2 },
    async propose({ parameters }, { random, trial, memory, signal }) {
      signal?.throwIfAborted();
      if (trial === undefined) {
        return { kind: "nothing", reasoning: "There is nothing to try with." };
      }
      const names = parameters.map(({ name }) => name);
      let leaf: Leaf = {
        values: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
        score: -Infinity,
      };
      let isSpent = false;
      for (let level = 0; level < depth && !isSpent; level++) {
        for (let child = 0; child < width && !isSpent; child++) {
          const name = names[Math.floor(random() * names.length)] ?? "";
          const moved = Number(leaf.values[name]) + memory.step * (2 * random() - 1);
          const values = { ...leaf.values, [name]: moved };
          const result = await trial(values);
          isSpent = result.kind === "spent";
          if (result.kind !== "tried" || result.score === null) continue;
          if (result.score > leaf.score) leaf = { values, score: result.score };
        }
      }
      if (leaf.score === -Infinity) return { kind: "nothing", reasoning: "No trial succeeded." };
      return {
        kind: "suggestion",
        values: leaf.values,
        reasoning: `the best leaf scored ${leaf.score}`,
        memory: { step: Math.max(0.05, memory.step * 0.9) },
      };
    },
  };
}
